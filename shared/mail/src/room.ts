import type { MailCore } from './core.ts'
import type { Lists } from './lists/lists.ts'
import type { Mail } from './mail.ts'
import type { EmailRecord } from './records/email-record.ts'
import type { ChangeFollower } from './sync/change-follower.ts'
import type { ThreadSummary } from './threads/thread-summary.ts'

/** What the hooks of this package see of a mail object, and nobody else. */
export interface Room {
  readonly core: MailCore
  readonly lists: Lists
  readonly changes: ChangeFollower
  readonly summaryOf: (row: EmailRecord) => ThreadSummary
}

const rooms = new WeakMap<Mail, Room>()

export const registerRoom = (mail: Mail, room: Room): void => {
  rooms.set(mail, room)
}

export const roomOf = (mail: Mail): Room => {
  const room = rooms.get(mail)
  if (!room) throw new TypeError('MailProvider needs what createMail returned')
  return room
}
