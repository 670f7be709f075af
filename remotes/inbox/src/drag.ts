import type { Mailbox } from '@atrium/mail-contracts'

/** Conversations that the pointer drags from a list to a folder. */
export interface Drag {
  /** The folder they are in, which takes none of them. Undefined: several. */
  readonly from: string | undefined
  readonly drop: (to: Mailbox) => void
}

/** The list and the folders are rendered apart; the data of a drag can be read by its target only once it is dropped. */
let current: Drag | null = null

/** Begins a drag with the pointer; the picture at the pointer is the row. */
export function beginDrag(transfer: DataTransfer, drag: Drag): void {
  transfer.effectAllowed = 'move'
  current = drag
}

export const endDrag = (): void => void (current = null)

/** What is dragged, if the folder may take it. */
export const dragFor = (mailbox: Mailbox, mayTake: boolean): Drag | null =>
  mayTake && current?.from !== mailbox.id ? current : null
