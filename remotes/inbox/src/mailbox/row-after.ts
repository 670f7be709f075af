import type { EmailList, EmailRow } from '@atrium/mail'

/** The row to go on with when conversations leave the list: the next one that stays, else the one before. */
export function rowAfter(list: EmailList, index: number, leaving: readonly string[]): EmailRow | undefined {
  const stays = (row: EmailRow | undefined): row is EmailRow => row !== undefined && !leaving.includes(row.thread.id)
  const last = Math.min(list.total - 1, index + 1 + leaving.length)
  for (let next = index + 1; next <= last; next += 1) {
    const row = list.row(next)
    if (stays(row)) return row
  }
  for (let before = Math.min(index, list.total) - 1; before >= 0; before -= 1) {
    const row = list.row(before)
    if (stays(row)) return row
  }
  return undefined
}
