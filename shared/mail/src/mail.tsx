import { type ChangeSet, createChangeFollower } from '@atrium/jmap'
import type { Id } from '@atrium/jmap/types'
import { createContext, type ReactNode, useContext, useEffect } from 'react'
import { createMailActions, createWriteQueue, type MailActions, type WriteQueue } from './actions.ts'
import { type BlobDescription, blobUrl, createUploadBlob, type UploadBlob } from './blobs.ts'
import { type MailCore, createCore, type MailOptions, type Outcome, outcomeOf, storedMailboxes } from './core.ts'
import { DraftBox, type Drafts } from './drafts.ts'
import { type Internals, InternalsContext } from './internals.ts'
import type { ListBase, ListData, OpenList, ListQuery } from './list-pages.ts'
import { Lists, readIds, unknownIn, loadAllIds } from './lists.ts'
import { loadListings, loadMembers, loadThreads } from './load-records.ts'
import { updateMailboxes } from './mailboxes.ts'
import { emailType, mailboxType, threadType, identityType } from './methods.ts'
import { isListing } from './records.ts'
import { createScheduled, type Scheduled } from './scheduled.ts'
import { createSummaries } from './thread-summary.ts'
import { type ThreadData, prefetchThread } from './threads.ts'

type ReloadedList = readonly [OpenList, ListBase]

/**
 * Begins to bring the caches up to date: reads which messages the lists on the screen show now. The function it
 * returns reads what changed and is cached, and what the lists show and is not; what that resolves to applies all of it.
 */
export const beginUpdate = (core: MailCore, lists: Lists) => {
  const reloading = readLists(core, lists)
  // Awaited only when the changes could be read; a failure of both is reported by the changes.
  reloading.catch(() => undefined)
  return async (changes: ChangeSet): Promise<() => void> => {
    const reloaded = await reloading
    await loadMissing(core, changes, reloaded)
    return () => apply(core, lists, { changes, reloaded })
  }
}

const readLists = (core: MailCore, lists: Lists): Promise<ReloadedList[]> =>
  Promise.all(
    lists.active().flatMap((list) => {
      const data = lists.data(list)
      return data ? [readIds(core, list, data.base).then((base): ReloadedList => [list, base])] : []
    }),
  )

const loadMissing = async (core: MailCore, changes: ChangeSet, reloaded: readonly ReloadedList[]): Promise<void> => {
  const { records } = core
  const cached = [...(changes.of(emailType)?.changed ?? [])].flatMap((id) => records.stored(id) ?? [])
  const listings = new Set(cached.filter(isListing).map((record) => record.id))
  for (const [, base] of reloaded) for (const id of unknownIn(core, base)) listings.add(id)
  const members = cached.map((record) => record.id).filter((id) => !listings.has(id))
  const threads = [...(changes.of(threadType)?.changed ?? [])].filter((id) => records.threadEmailIds(id))
  await Promise.all([loadListings(core, [...listings]), loadMembers(core, members), loadThreads(core, threads)])
}

const apply = (
  core: MailCore,
  lists: Lists,
  { changes, reloaded }: { readonly changes: ChangeSet; readonly reloaded: readonly ReloadedList[] },
): void => {
  const emails = changes.of(emailType)
  const threads = changes.of(threadType)
  const mailboxes = changes.of(mailboxType)
  core.records.batch(() => {
    if (emails) core.records.dropEmails([...emails.destroyed])
    if (mailboxes) updateMailboxes(core, mailboxes.objects, [...mailboxes.destroyed])
    if (threads) {
      core.records.dropThreads([...threads.destroyed])
      for (const id of [...threads.changed, ...threads.destroyed]) {
        void core.queries.invalidateQueries({ queryKey: ['thread', id] })
      }
    }
    for (const [list, base] of reloaded) lists.replace(list, base)
    if (!changes.isEmpty) lists.invalidateHidden()
  })
}

/**
 * Messages in memory. Beyond it: when a list is forgotten, those go that no other list and no open conversation
 * shows.
 */
const maxRecords = 4000

/** When a list leaves the cache, messages that no other list or conversation shows go with it. */
export const pruneRecords = (core: MailCore, lists: Lists): (() => void) => {
  const cache = core.queries.getQueryCache()
  return cache.subscribe(({ type, query }) => {
    if (type !== 'removed' || query.queryKey[0] !== 'list') return
    lists.forget(String(query.queryKey[1]))
    if (core.records.size <= maxRecords) return
    const threads = new Set<Id>()
    for (const [, data] of core.queries.getQueriesData<ListData>({ queryKey: ['list'] })) {
      for (const id of data?.base.ids ?? []) {
        const record = id === undefined ? undefined : core.records.stored(id)
        if (record) threads.add(record.threadId)
      }
    }
    for (const [key] of core.queries.getQueriesData<ThreadData>({ queryKey: ['thread'] })) threads.add(String(key[1]))
    core.records.prune((record) => threads.has(record.threadId))
  })
}

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
  /** Looks for changes on the server now, and resolves when they are here. */
  readonly refresh: () => Promise<void>
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

const methodsOf = (
  core: MailCore,
  { options, queue, onSignedOut }: MethodOptions,
): Omit<Mail, 'idle' | 'refresh' | 'close'> => {
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
    refresh: () => {
      changes.requestSync()
      return changes.idle()
    },
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
