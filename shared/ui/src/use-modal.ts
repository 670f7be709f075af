import { useLayoutEffect, type RefObject } from 'react'

/** Shows a dialog above an inert page while it is mounted, and then gives the focus back. */
export function useModal(dialog: RefObject<HTMLDialogElement | null>): void {
  useLayoutEffect(() => {
    const element = dialog.current
    const before = document.activeElement
    if (element?.showModal) element.showModal()
    else element?.setAttribute('open', '')
    return () => {
      element?.close?.()
      // Taken out of the page in the same moment, the browser has no time to give the focus back.
      if (before instanceof HTMLElement) before.focus({ preventScroll: true })
    }
  }, [dialog])
}
