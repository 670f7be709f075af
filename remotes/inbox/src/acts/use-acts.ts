import { folderName } from '@atrium/mail-ui'
import type { Id, Mailbox, MailboxRole } from '@atrium/mail-contracts'
import { useMailActions, useMailboxes, type Change, type MailActions } from '@atrium/mail'
import { isolated } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import { useMemo } from 'react'
import { messages } from '../messages.ts'
import { both } from './both.ts'
import type { Texts } from './failure-reason.ts'
import { follow, tellFailure, type Said } from './follow.ts'
import type { Target } from './target.ts'

/** What a person does to conversations in one folder. Each act shows at once and can be taken back. */
export interface Acts {
  readonly archive: (target: Target) => void
  /** Into the trash; from the trash: for good. */
  readonly trash: (target: Target) => void
  /** Into the inbox. */
  readonly restore: (target: Target) => void
  readonly spam: (target: Target) => void
  readonly notSpam: (target: Target) => void
  readonly move: (target: Target, to: Mailbox) => void
  readonly markRead: (target: Target, read: boolean) => void
  readonly star: (target: Target, on: boolean) => void
}

type Ids = readonly Id[]

/** Milliseconds in which deleting for good can be taken back, and its toast stays. */
const hold = 8000

interface Folder {
  readonly mailbox: Mailbox
  readonly byRole: (role: MailboxRole) => Mailbox | undefined
  readonly actions: MailActions
  readonly t: Texts
}

/** A mark is set on one message of each conversation and taken off all of them. */
const newest = (target: Target): Target => (target.latest.length > 0 ? { ...target, ids: target.latest } : target)

/** Only what is in this folder moves: the answers of the same conversation stay in Sent. */
function makeActs({ mailbox: { id, role }, byRole, actions, t }: Folder): Acts {
  const act = async (target: Target, begin: (ids: Ids) => Change, said?: Said): Promise<void> => {
    const found = typeof target.ids === 'function' ? await target.ids() : ({ ok: true, value: target.ids } as const)
    if (found.ok) follow(t, begin(found.value), said)
    else tellFailure(t, found.error)
  }
  const into = (to: MailboxRole, otherwise: (ids: Ids) => Change) => (ids: Ids): Change => {
    const mailbox = byRole(to)
    return mailbox ? actions.move(ids, { from: id, to: mailbox.id }) : otherwise(ids)
  }
  const judged = (target: Target, junk: boolean) => (ids: Ids): Change => {
    const move = junk ? into('junk', actions.spam) : into('inbox', actions.notSpam)
    return both(move(ids), actions.setKeyword(target.latest, '$junk', junk))
  }
  const count = ({ count }: Target) => ({ count })
  return {
    archive: (target) => void act(target, (ids) => actions.archive(ids, id), { text: t('archived', count(target)) }),
    trash: (target) =>
      role === 'trash'
        ? void act(target, (ids) => actions.destroy(ids, hold), { text: t('destroyed', count(target)), duration: hold })
        : void act(target, into('trash', actions.trash), { text: t('trashed', count(target)) }),
    restore: (target) => void act(target, into('inbox', actions.notSpam), { text: t('restored', count(target)) }),
    spam: (target) => void act(target, judged(target, true), { text: t('reported', count(target)) }),
    notSpam: (target) => void act(target, judged(target, false), { text: t('restored', count(target)) }),
    move: (target, to) =>
      void act(target, (ids) => actions.move(ids, { from: id, to: to.id }), {
        text: t('moved', { ...count(target), name: isolated(folderName(to, t)) }),
      }),
    markRead: (target, read) =>
      void act(read ? target : newest(target), (ids) => actions.setKeyword(ids, '$seen', read)),
    star: (target, on) => void act(on ? newest(target) : target, (ids) => actions.setKeyword(ids, '$flagged', on)),
  }
}

export function useActs(mailbox: Mailbox): Acts {
  const t = useMessages(messages)
  const actions = useMailActions()
  const { list } = useMailboxes()
  return useMemo(
    () => makeActs({ mailbox, actions, t, byRole: (role) => list.find((each) => each.role === role) }),
    [mailbox, actions, t, list],
  )
}
