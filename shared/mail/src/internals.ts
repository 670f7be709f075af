import type { ChangeFollower } from '@atrium/jmap'
import { createContext, useContext } from 'react'
import type { MailCore } from './core.ts'
import type { Lists } from './lists.ts'
import type { WriteQueue } from './actions.ts'
import type { EmailRecord } from './records.ts'
import type { ThreadSummary } from './thread-summary.ts'

/** What the hooks of this package see of a mail object; nothing outside it does. */
export interface Internals {
  readonly core: MailCore
  readonly lists: Lists
  readonly changes: ChangeFollower
  /** Of all changes of this page. */
  readonly queue: WriteQueue
  readonly summaryOf: (row: EmailRecord) => ThreadSummary
}

export const InternalsContext = createContext<Internals | null>(null)

/** @throws TypeError outside a `MailProvider`. */
export const useInternals = (): Internals => {
  const internals = useContext(InternalsContext)
  if (!internals) throw new TypeError('The hooks of @atrium/mail need a MailProvider above them')
  return internals
}
