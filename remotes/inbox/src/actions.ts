import { useMailActions, useMailboxes, type Change, type EmailRow, type MailActions, type Outcome } from '@atrium/mail'
import type { Id } from '@atrium/jmap/types'
import type { Mailbox, MailboxRole } from '@atrium/mail-contracts'
import { useFolderName } from '@atrium/mail-ui'
import type { AtriumError } from '@atrium/protocol'
import { dismissToast, showToast, useStrings, workspace, type Translate } from '@atrium/remote'
import { isolated } from '@atrium/ui'
import { useMemo } from 'react'
import { strings } from './strings.ts'
import { forgetAct, rememberAct } from './undo.ts'

export type Texts = Translate<(typeof strings)['en']>

/** What can be done with mail in a folder, by the role of the folder. */
export interface Capabilities {
  readonly archive: boolean
  /** Move back to the inbox. */
  readonly restore: boolean
  readonly spam: boolean
  readonly notSpam: boolean
  /** Deleting is permanent. */
  readonly destroy: boolean
  /** Rows show recipients instead of senders. */
  readonly outgoing: boolean
}

const archivable = new Set<MailboxRole | null>([null, 'inbox', 'flagged', 'important'])

/** @param role Null: a folder without a role, or several folders. */
export const capabilitiesOf = (role: MailboxRole | null): Capabilities => ({
  archive: archivable.has(role),
  restore: role === 'archive' || role === 'trash',
  spam: archivable.has(role) || role === 'archive',
  notSpam: role === 'junk',
  destroy: role === 'trash',
  outgoing: role === 'sent' || role === 'drafts',
})

/** The conversations that an action applies to. */
export interface Selection {
  /** Conversations. */
  readonly count: number
  /** Their messages, or a request for them where the folder has more than was loaded. */
  readonly ids: readonly Id[] | (() => Promise<Outcome<readonly Id[]>>)
  /** The message that represents each conversation in the list. */
  readonly latest: readonly Id[]
}

export const selectionOf = (rows: readonly EmailRow[]): Selection => ({
  count: rows.length,
  ids: [...new Set(rows.flatMap(({ thread, email }) => [...thread.emailIds, email.id]))],
  latest: rows.map(({ email }) => email.id),
})

const reasons: Readonly<Record<string, 'reasonNetwork' | 'reasonGone' | 'reasonFolder'>> = {
  MAIL_UNREACHABLE: 'reasonNetwork',
  UPSTREAM_UNREACHABLE: 'reasonNetwork',
  MAIL_NOT_FOUND: 'reasonGone',
  MAILBOX_MISSING: 'reasonFolder',
}

/** Why something failed and what to do, in the user's language. */
export const failureReason = (t: Texts, error: AtriumError): string => t(reasons[error.code] ?? 'reasonServer')

function reportFailure(t: Texts, error: AtriumError, failed = 0): void {
  const reason = failureReason(t, error)
  const text = failed > 0 ? t('actionPartlyFailed', { count: failed, reason }) : t('actionFailed', { reason })
  showToast({ tone: 'danger', text })
}

/** The toast of an action. */
export interface Confirmation {
  readonly text: string
  /** Milliseconds. Default: that of toasts. */
  readonly duration?: number
  /** Shown while the server works on it, for an action that takes long. Default: `text` is shown at once. */
  readonly progress?: string
}

/** Milliseconds that the toast of an action that took long stays. */
const afterLongAction = 20_000

/**
 * Confirms a change in a toast with "Undo", and remembers it for `z`. The toast of an action that takes long stays
 * until it is done, and says so then. When the server refuses the change, reports that instead.
 */
export function reportChange(t: Texts, change: Change, confirmation?: Confirmation): void {
  const act = rememberAct(() => {
    if (toast !== undefined) dismissToast(toast)
    reportUndo(t, change.undo())
  })
  const { progress, ...done } = confirmation ?? { text: '' }
  const action = { label: t('undo'), run: act.undo }
  const show = (shown: Confirmation): string => showToast({ tone: 'neutral', action, ...shown })
  let toast = confirmation && show(progress === undefined ? done : { text: progress, duration: 0 })
  void change.settled.then(({ changed, failed, error }) => {
    if (changed.length === 0) forgetAct(act)
    if (toast !== undefined && (progress !== undefined || (error && changed.length === 0))) dismissToast(toast)
    if (error) reportFailure(t, error, changed.length > 0 ? failed.length : 0)
    if (progress !== undefined && changed.length > 0 && !act.isDone())
      toast = show({ duration: afterLongAction, ...done })
  })
}

function reportUndo(t: Texts, change: Change): void {
  showToast({ tone: 'neutral', text: t('undone') })
  void change.settled.then(({ changed, failed, error }) => {
    if (error) reportFailure(t, error, changed.length > 0 ? failed.length : 0)
  })
}

/** Two changes that are one action for the user: confirmed and undone together. */
function combine(one: Change, other: Change): Change {
  const settled = Promise.all([one.settled, other.settled]).then(([first, second]) => ({
    changed: [...new Set([...first.changed, ...second.changed])],
    failed: [...new Set([...first.failed, ...second.failed])],
    error: first.error ?? second.error,
  }))
  return { settled, undo: () => combine(other.undo(), one.undo()) }
}

/** Conversations of which an action takes long enough to say that it runs. */
const longAction = 100

/** Milliseconds until a permanent deletion is sent, and as long its toast stays. */
const undoWindow = 8000

interface Surroundings {
  /** Null: conversations of several folders. */
  readonly mailbox: Mailbox | null
  readonly byRole: (role: MailboxRole) => Mailbox | undefined
  readonly mailActions: MailActions
  readonly t: Texts
  readonly folderName: (mailbox: Mailbox) => string
}

type Ids = readonly Id[]

/** A keyword is set on one message of each conversation and removed from all of them. */
const newestOf = (selection: Selection): Selection =>
  selection.latest.length > 0 ? { ...selection, ids: selection.latest } : selection

function createActions({ mailbox, byRole, mailActions, t, folderName }: Surroundings) {
  const apply = async ({ ids, count }: Selection, begin: (ids: Ids) => Change, given?: Confirmation): Promise<void> => {
    if (!workspace.getState().online) return void showToast({ tone: 'danger', text: t('offlineRefused') })
    const confirmation = given && count >= longAction ? { ...given, progress: t('actionRuns', { count }) } : given
    const found = typeof ids === 'function' ? await ids() : ({ ok: true, value: ids } as const)
    if (found.ok) reportChange(t, begin(found.value), confirmation)
    else reportFailure(t, found.error)
  }
  /**
   * In a folder only what is in it moves: replies of the same conversation stay in Sent. Elsewhere the message that was
   * found moves, wherever it is, and of the others what is not the user's own.
   */
  const moveTo =
    ({ latest }: Selection, to: Id) =>
    (ids: Ids): Change => {
      if (mailbox) return mailActions.move(ids, { from: mailbox.id, to })
      if (latest.length === 0) return mailActions.move(ids, { to })
      const keep = [byRole('sent')?.id, byRole('drafts')?.id].filter((id) => id !== undefined)
      const others = ids.filter((id) => !latest.includes(id))
      return combine(mailActions.move(latest, { to }), mailActions.move(others, { to, keep }))
    }
  const into = (selection: Selection, role: MailboxRole, otherwise: (ids: Ids) => Change) => {
    const to = byRole(role)
    return to ? moveTo(selection, to.id) : otherwise
  }
  const markSpam =
    (selection: Selection, spam: boolean) =>
    (ids: Ids): Change => {
      const { latest } = selection
      const move = spam ? into(selection, 'junk', mailActions.spam) : into(selection, 'inbox', mailActions.notSpam)
      return combine(move(ids), mailActions.setKeyword(latest, '$junk', spam))
    }
  return {
    archive: (selection: Selection): void =>
      void apply(selection, (ids) => mailActions.archive(ids, mailbox?.id), {
        text: t('archived', { count: selection.count }),
      }),
    /** To the trash; from the trash, permanently. */
    trash: (selection: Selection): void => {
      const { count } = selection
      if (mailbox?.role === 'trash')
        void apply(selection, (ids) => mailActions.destroy(ids, undoWindow), {
          text: t('destroyed', { count }),
          duration: undoWindow,
        })
      else void apply(selection, into(selection, 'trash', mailActions.trash), { text: t('trashed', { count }) })
    },
    /** Permanently, whatever the folder. */
    empty: (selection: Selection): void =>
      void apply(selection, (ids) => mailActions.destroy(ids, undoWindow), {
        text: t('destroyed', { count: selection.count }),
        duration: undoWindow,
      }),
    /** To the inbox. */
    restore: (selection: Selection): void =>
      void apply(selection, into(selection, 'inbox', mailActions.notSpam), {
        text: t('restored', { count: selection.count }),
      }),
    spam: (selection: Selection): void =>
      void apply(selection, markSpam(selection, true), { text: t('reported', { count: selection.count }) }),
    notSpam: (selection: Selection): void =>
      void apply(selection, markSpam(selection, false), { text: t('restored', { count: selection.count }) }),
    move: (selection: Selection, to: Mailbox): void =>
      void apply(selection, moveTo(selection, to.id), {
        text: t('moved', { count: selection.count, name: isolated(folderName(to)) }),
      }),
    /** Puts conversations into a folder beside those they are in, or takes them out of it. */
    label: (selection: Selection, folder: Mailbox, on: boolean): void =>
      void apply(selection, (ids) => mailActions.setMailbox(ids, folder.id, on), {
        text: t(on ? 'labelled' : 'unlabelled', { count: selection.count, name: isolated(folderName(folder)) }),
      }),
    markRead: (selection: Selection, read: boolean): void =>
      void apply(read ? selection : newestOf(selection), (ids) => mailActions.setKeyword(ids, '$seen', read)),
    star: (selection: Selection, on: boolean): void =>
      void apply(on ? newestOf(selection) : selection, (ids) => mailActions.setKeyword(ids, '$flagged', on)),
  }
}

/** What a user does to conversations of one list. Each action shows at once and can be undone. */
export type ConversationActions = ReturnType<typeof createActions>

export function useConversationActions(mailbox: Mailbox | null): ConversationActions {
  const t = useStrings(strings)
  const folderName = useFolderName()
  const mailActions = useMailActions()
  const { list } = useMailboxes()
  return useMemo(
    () =>
      createActions({ mailbox, mailActions, t, folderName, byRole: (role) => list.find((each) => each.role === role) }),
    [mailbox, mailActions, t, folderName, list],
  )
}
