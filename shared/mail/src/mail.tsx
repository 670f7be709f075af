import { createChangeFollower } from '@atrium/jmap'
import type { Id } from '@atrium/jmap/types'
import { createContext, type ReactNode, useContext, useEffect } from 'react'
import { createMailActions, createWriteQueue, type MailActions, type WriteQueue } from './actions.ts'
import { type BlobDescription, blobUrl, createUploadBlob, type UploadBlob } from './blobs.ts'
import { createCore, type MailCore, type MailOptions, type Outcome, outcomeOf, storedMailboxes } from './core.ts'
import { DraftBox, type Drafts } from './drafts.ts'
import { createScheduled, type Scheduled } from './scheduled.ts'
import { type Internals, InternalsContext } from './internals.ts'
import type { ListQuery } from './list-pages.ts'
import { Lists, loadAllIds } from './lists.ts'
import { identityType } from './methods.ts'
import { beginUpdate, pruneRecords } from './sync.ts'
import { createSummaries } from './thread-summary.ts'
import { prefetchThread } from './threads.ts'

/**
 * The one data layer of a page: one JMAP client, one cache, one event stream.
 * Made by the shell at sign-in, closed at sign-out.
 */
export interface Mail extends Drafts, Scheduled {
  readonly actions: MailActions
  /** Uploads a file to be attached. Two at a time may run; more wait. */
  readonly uploadBlob: UploadBlob
  /**
   * Address a blob can be downloaded from, same origin, with the session's cookie.
   * Null until the server has reported it; known whenever a conversation is ready.
   */
  readonly blobUrl: (blob: BlobDescription) => string | null
  /** Reads a conversation that is likely to be opened next. */
  readonly prefetchThread: (threadId: Id) => void
  /** Ids of all messages that a list would show, however many, for actions on all of them. */
  readonly allIds: (query: ListQuery) => Promise<Outcome<readonly Id[]>>
  /** Resolves when nothing that was known to have changed is still to be read. */
  readonly idle: () => Promise<void>
  readonly close: () => void
}

const internalsOf = new WeakMap<Mail, Internals>()

interface MethodOptions {
  readonly options: MailOptions
  readonly queue: WriteQueue
  readonly onSignedOut: () => void
}

const methodsOf = (core: MailCore, { options, queue, onSignedOut }: MethodOptions): Omit<Mail, 'idle' | 'close'> => {
  const { client } = core
  const { adoptDraft, saveDraft, discardDraft, sendDraft } = new DraftBox(core)
  const createRequest = options.createRequest ?? (() => new XMLHttpRequest())
  return {
    actions: createMailActions(core, queue),
    ...{ adoptDraft, saveDraft, discardDraft, sendDraft },
    ...createScheduled(core),
    uploadBlob: createUploadBlob({ client, createRequest, onSignedOut }),
    blobUrl: (blob) => {
      const session = client.session.current()
      return session ? blobUrl(session, client.accountId, blob) : null
    },
    prefetchThread: (threadId) => prefetchThread(core, threadId),
    allIds: (query) => outcomeOf(() => loadAllIds(core, query)),
  }
}

/** Makes the data layer. Nothing is requested of the server until a hook or a method needs it. */
export const createMail = (options: MailOptions): Mail => {
  let closed = false
  const onSignedOut = (): void => {
    if (closed) return
    mail.close()
    options.onSignedOut?.()
  }
  const core = createCore(options, {
    onSignedOut,
    noteState: (type, state) => changes.noteState(type, state),
    requestSync: () => changes.requestSync(),
    afterNextSync: (callback) => changes.afterNextSync(callback),
  })
  const lists = new Lists(core)
  const queue = createWriteQueue()
  const { eventSource, listenAfter } = options
  const changes = createChangeFollower({
    client: core.client,
    ...(eventSource ? { eventSource } : {}),
    ...(listenAfter ? { listenAfter } : {}),
    beginUpdate: () => beginUpdate(core, lists),
    reset: () => core.queries.invalidateQueries(),
    onReported: (types) => {
      if (types.includes(identityType.name)) void core.queries.invalidateQueries({ queryKey: ['identities'] })
    },
    onSynced: (types) => options.onChanged?.(types),
  })
  const stopPruning = pruneRecords(core, lists)
  const mail: Mail = {
    ...methodsOf(core, { options, queue, onSignedOut }),
    idle: changes.idle,
    close: () => {
      closed = true
      changes.close()
      core.client.close()
      stopPruning()
      core.queries.clear()
    },
  }
  const discarded = (): string[] =>
    storedMailboxes(core).flatMap(({ id, role }) => (role === 'trash' || role === 'junk' ? [id] : []))
  internalsOf.set(mail, { core, lists, changes, queue, summaryOf: createSummaries(core.records, discarded) })
  return mail
}

const MailContext = createContext<Mail | null>(null)

/**
 * Provides the mail object to every hook below, and follows the server's changes from then on.
 * @throws TypeError when `mail` was not made by `createMail`.
 */
export const MailProvider = ({ mail, children }: { readonly mail: Mail; readonly children: ReactNode }) => {
  const internals = internalsOf.get(mail)
  if (!internals) throw new TypeError('MailProvider needs what createMail returned')
  // Children's effects run first: their requests go out before the stream is opened.
  useEffect(() => internals.changes.start(), [internals])
  return (
    <MailContext value={mail}>
      <InternalsContext value={internals}>{children}</InternalsContext>
    </MailContext>
  )
}

/** @throws TypeError outside a `MailProvider`. */
export const useMail = (): Mail => {
  const mail = useContext(MailContext)
  if (!mail) throw new TypeError('useMail needs a MailProvider above it')
  return mail
}

/** What a user can do to messages; the same object for the whole session. */
export const useMailActions = (): MailActions => useMail().actions
