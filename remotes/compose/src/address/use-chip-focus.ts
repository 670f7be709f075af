import type { EmailAddress } from '@atrium/mail-contracts'
import { useRef, type KeyboardEvent, type RefObject } from 'react'

export interface ChipFocus {
  readonly field: RefObject<HTMLDivElement | null>
  /** The chip at this place; behind the last one the field itself. */
  readonly focusChip: (index: number) => void
  /** The chip that stands there after the next drawing. */
  readonly focusChipSoon: (index: number) => void
  readonly chipKey: (index: number, event: KeyboardEvent<HTMLElement>) => void
  /** Keys that lead from the start of the text to the chips. */
  readonly startKey: (event: KeyboardEvent<HTMLInputElement>) => void
}

const backwards = (element: HTMLElement): string =>
  getComputedStyle(element).direction === 'rtl' ? 'ArrowRight' : 'ArrowLeft'

const stepFor = (event: KeyboardEvent<HTMLElement>): number | null => {
  if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return null
  return event.key === backwards(event.currentTarget) ? -1 : 1
}

/** Moves the focus among the recipients of a field, and between them and its text. */
export const useChipFocus = (value: readonly EmailAddress[]): ChipFocus => {
  const field = useRef<HTMLDivElement>(null)
  const focusChip = (index: number): void => {
    const chips = field.current?.querySelectorAll<HTMLElement>('[data-chip]') ?? []
    const target = chips[index] ?? field.current?.querySelector('input')
    target?.focus()
  }
  return {
    field,
    focusChip,
    focusChipSoon: (index) => void requestAnimationFrame(() => focusChip(index)),
    chipKey: (index, event) => {
      const step = stepFor(event)
      if (step !== null) focusChip(Math.max(0, index + step))
      else if (event.key === 'Home') focusChip(0)
      // Typing goes on in the field.
      else if (event.key === 'End' || (event.key.length === 1 && !event.ctrlKey && !event.metaKey)) focusChip(value.length)
    },
    startKey: (event) => {
      const { selectionStart, selectionEnd, value: text } = event.currentTarget
      if (selectionStart !== 0 || selectionEnd !== 0 || value.length === 0) return
      if (event.key === backwards(event.currentTarget)) focusChip(value.length - 1)
      else if (event.key === 'Backspace' && text === '') {
        event.preventDefault()
        focusChip(value.length - 1)
      }
    },
  }
}
