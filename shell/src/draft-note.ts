import { translator } from '@atrium/remote'
import { strings } from './strings.ts'
import styles from './draft-note.module.css'

/** Milliseconds the note stays. */
const shown = 2500

/**
 * Says quietly that a draft is saved, or discarded. Plain DOM, no React: it uses the events alone, received from
 * `window` as any script in the page could.
 *
 * @returns Removes it.
 */
export function mountDraftNote(parent: HTMLElement, locale: string): () => void {
  const t = translator(strings, locale)
  const note = document.createElement('output')
  note.className = styles['note'] ?? ''
  note.hidden = true
  parent.append(note)
  const end = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const say = (text: string): void => {
    clearTimeout(timer)
    note.textContent = text
    note.hidden = false
    timer = setTimeout(() => (note.hidden = true), shown)
  }
  window.addEventListener('atrium:draft:saved', () => say(t('draftSaved')), { signal: end.signal })
  window.addEventListener('atrium:draft:discarded', () => say(t('draftDiscarded')), { signal: end.signal })
  return () => {
    clearTimeout(timer)
    end.abort()
    note.remove()
  }
}
