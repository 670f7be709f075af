import type { EmailRow } from '@atrium/mail'
import { useLayoutEffect, useMemo, useRef } from 'react'

/** What can be done to a row with the pointer. */
export interface RowHandlers {
  readonly open: (row: EmailRow) => void
  readonly toggle: (row: EmailRow) => void
  readonly extend: (row: EmailRow) => void
  readonly star: (row: EmailRow) => void
  readonly archive: (row: EmailRow) => void
  readonly trash: (row: EmailRow) => void
  readonly restore: (row: EmailRow) => void
  readonly markRead: (row: EmailRow) => void
  /** It is likely to be opened. */
  readonly approach: (row: EmailRow) => void
}

/** Handlers that stay the same, so that rows are not drawn again with the list. */
export function useRowHandlers(current: RowHandlers): RowHandlers {
  const latest = useRef(current)
  useLayoutEffect(() => {
    latest.current = current
  })
  return useMemo(
    () => ({
      open: (row) => latest.current.open(row),
      toggle: (row) => latest.current.toggle(row),
      extend: (row) => latest.current.extend(row),
      star: (row) => latest.current.star(row),
      archive: (row) => latest.current.archive(row),
      trash: (row) => latest.current.trash(row),
      restore: (row) => latest.current.restore(row),
      markRead: (row) => latest.current.markRead(row),
      approach: (row) => latest.current.approach(row),
    }),
    [],
  )
}
