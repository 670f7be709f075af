import { useEffect, useEffectEvent, type RefObject } from 'react'
import type { Composer } from '../composer/composer.ts'

export interface FocusTargets {
  readonly to: RefObject<HTMLInputElement | null>
  readonly subject: RefObject<HTMLInputElement | null>
  readonly body: RefObject<HTMLTextAreaElement | null>
}

/** When a window appears, writing begins in the first field that is empty; the text begins at its start. */
export const useFirstFocus = (composer: Composer, { to, subject, body }: FocusTargets): void => {
  const focus = useEffectEvent(() => {
    const { draft, request } = composer
    const answering = request.kind === 'reply' || request.kind === 'reply-all'
    if (draft.to.length === 0) to.current?.focus()
    else if (draft.subject.trim() === '' && !answering) subject.current?.focus()
    else {
      body.current?.focus({ preventScroll: true })
      if (composer.save.status === 'clean') body.current?.setSelectionRange(0, 0)
    }
  })
  const shown = composer.view === 'docked' || composer.view === 'maximised'
  useEffect(() => {
    if (shown) focus()
  }, [shown])
}
