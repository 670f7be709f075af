import { useLayoutEffect, useRef, type ComponentProps, type MouseEvent, type RefObject } from 'react'

/** Shows a dialog above an inert page while it is mounted, and then gives the focus back. */
function useShown(dialog: RefObject<HTMLDialogElement | null>): void {
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

// The backdrop is the dialog itself: its content covers the rest.
const isBeside = (event: MouseEvent): boolean => event.target === event.currentTarget

/** A modal dialog while it is mounted: what to put on the element, and when it asks to be closed. */
export function useModal(dismissible: boolean, onClose: () => void): ComponentProps<'dialog'> {
  const ref = useRef<HTMLDialogElement>(null)
  const pressedBeside = useRef(false)
  useShown(ref)
  return {
    ref,
    onCancel: (event) => {
      // A file field inside has a cancel of its own.
      if (event.target !== event.currentTarget) return
      event.preventDefault()
      if (dismissible) onClose()
    },
    // The browser closes it in the end, whatever we say, when Escape is pressed again and again.
    onClose,
    onMouseDown: (event) => void (pressedBeside.current = isBeside(event)),
    onClick: (event) => {
      event.stopPropagation()
      // Selecting text from the inside to the outside ends in a click too.
      if (dismissible && pressedBeside.current && isBeside(event)) onClose()
    },
    onKeyDown: (event) => event.stopPropagation(),
  }
}
