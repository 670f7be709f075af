import type { Change } from '@atrium/mail'

/** Two changes that a person sees as one act: done, told and taken back together. */
export function both(one: Change, other: Change): Change {
  const settled = Promise.all([one.settled, other.settled]).then(([first, second]) => ({
    changed: [...new Set([...first.changed, ...second.changed])],
    failed: [...new Set([...first.failed, ...second.failed])],
    error: first.error ?? second.error,
  }))
  return { settled, undo: () => both(other.undo(), one.undo()) }
}
