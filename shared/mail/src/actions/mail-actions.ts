import { MailError } from '@atrium/mail-contracts'
import type { Id, MailboxRole } from '@atrium/mail-contracts'
import type { MailCore } from '../core.ts'
import { storedMailboxes } from '../mailboxes/mailbox-data.ts'
import type { EmailRecord } from '../records/email-record.ts'
import type { EmailPatch } from '../records/patch.ts'
import type { Change } from './change.ts'
import { destroyLater } from './destroy-later.ts'
import { perform } from './perform.ts'
import type { WriteQueue } from './write-queue.ts'

/**
 * What a person does to messages. Each act shows at once in all lists, conversations and
 * counters, and is rolled back where the server refuses it. Any number of ids.
 */
export interface MailActions {
  readonly setKeyword: (ids: readonly Id[], keyword: string, on: boolean) => Change
  /** Messages that are not in `from` are left alone. Default of `from`: every folder they are in. */
  readonly move: (ids: readonly Id[], where: { readonly from?: Id; readonly to: Id }) => Change
  /** Default of `from`: the inbox. */
  readonly archive: (ids: readonly Id[], from?: Id) => Change
  readonly trash: (ids: readonly Id[]) => Change
  readonly spam: (ids: readonly Id[]) => Change
  /** From junk into the inbox. */
  readonly notSpam: (ids: readonly Id[]) => Change
  /**
   * For good. Held back until it cannot be undone any more; should the page be closed before that,
   * the messages stay.
   * @param hold Milliseconds in which `undo` works. Default: 8000.
   */
  readonly destroy: (ids: readonly Id[], hold?: number) => Change
}

const into = (record: EmailRecord, to: Id): EmailPatch => ({
  mailboxIds: { ...Object.fromEntries(Object.keys(record.mailboxIds).map((id) => [id, false])), [to]: true },
})

const impossible = (ids: readonly Id[], role: MailboxRole): Change => {
  const error = new MailError('MAILBOX_MISSING', { subject: role, remedy: 'Create a folder with this role with another mail client, or ask your administrator' })
  const change: Change = { settled: Promise.resolve({ changed: [], failed: ids, error }), undo: () => change }
  return change
}

export const createMailActions = (core: MailCore, queue: WriteQueue): MailActions => {
  const act = (ids: readonly Id[], patchFor: (record: EmailRecord) => EmailPatch | null): Change =>
    perform(core, queue, { ids: () => ids, patchFor })
  const byRole = (role: MailboxRole): Id | undefined =>
    storedMailboxes(core).find((mailbox) => mailbox.role === role)?.id
  const intoRole = (ids: readonly Id[], role: MailboxRole, patchFor: (record: EmailRecord, to: Id) => EmailPatch | null): Change => {
    const to = byRole(role)
    return to === undefined ? impossible(ids, role) : act(ids, (record) => patchFor(record, to))
  }
  const move: MailActions['move'] = (ids, { from, to }) =>
    act(ids, (record) => {
      if (from === undefined) return into(record, to)
      return record.mailboxIds[from] && from !== to ? { mailboxIds: { [from]: false, [to]: true } } : null
    })

  return {
    setKeyword: (ids, keyword, on) => act(ids, () => ({ keywords: { [keyword]: on } })),
    move,
    archive: (ids, from = byRole('inbox')) => {
      const to = byRole('archive')
      if (to === undefined) return impossible(ids, 'archive')
      return from === undefined ? impossible(ids, 'inbox') : move(ids, { from, to })
    },
    trash: (ids) => intoRole(ids, 'trash', into),
    spam: (ids) =>
      intoRole(ids, 'junk', (record, to) => ({ ...into(record, to), keywords: { $junk: true, $notjunk: false } })),
    notSpam: (ids) =>
      intoRole(ids, 'inbox', (record, to) => ({ ...into(record, to), keywords: { $junk: false, $notjunk: true } })),
    destroy: (ids, hold = 8000) => destroyLater(core, queue, { ids, hold }),
  }
}
