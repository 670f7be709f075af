import { whenIdle } from './federation/when-idle.ts'

/**
 * What the page does not need to be drawn, but is glad to have. The import of `mail-html` also makes
 * it a library the host provides: federation offers only what the host itself imports.
 */
export function warmUp(): void {
  whenIdle(() => {
    void import('@atrium/mail-html')
    void import('./widgets/draft-note.ts').then(({ mountDraftNote }) =>
      mountDraftNote(document.body, document.documentElement.lang),
    )
  })
}
