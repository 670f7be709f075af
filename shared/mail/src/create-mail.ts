import { paths } from '@atrium/contracts'
import { createMailActions } from './actions/mail-actions.ts'
import { createWriteQueue } from './actions/write-queue.ts'
import { blobUrl } from './blobs/blob-url.ts'
import { createUploadBlob } from './blobs/upload-blob.ts'
import type { MailCore } from './core.ts'
import { createQueries } from './create-queries.ts'
import { createDrafts } from './drafts/create-drafts.ts'
import { createJmapClient } from './jmap/client.ts'
import { defaultLimits } from './jmap/limits.ts'
import { createResource } from './jmap/resource.ts'
import { realTiming } from './jmap/timing.ts'
import { createPost } from './jmap/transport.ts'
import { loadAllIds } from './lists/load-all-ids.ts'
import { createLists } from './lists/lists.ts'
import type { Mail } from './mail.ts'
import type { MailOptions } from './mail-options.ts'
import { createRecords } from './records/records.ts'
import { pruneRecords } from './records/prune-records.ts'
import { registerRoom } from './room.ts'
import { followChanges } from './sync/follow-changes.ts'
import { createStates } from './sync/states.ts'
import { syncOnce } from './sync/sync.ts'
import { createSyncLoop } from './sync/sync-loop.ts'
import { createSummaries } from './threads/thread-summary.ts'
import { storedMailboxes } from './mailboxes/mailbox-data.ts'
import { prefetchThread } from './threads/thread-query.ts'
import { outcomeOf } from './outcome.ts'

/** Makes the data layer. Nothing is asked of the server until a hook or a method needs it. */
export const createMail = (options: MailOptions): Mail => {
  const { accountId, csrf } = options.session
  const { basePath = '/', timing = realTiming, onChanged, fetch: given = fetch } = options
  const address = (path: string): string => `${basePath.replace(/\/$/, '')}${path}`
  const request: typeof fetch = (input, init) => given(input, init)

  let over = false
  const onSignedOut = (): void => {
    if (over) return
    mail.close()
    options.onSignedOut?.()
  }

  const resource = createResource({ url: address(paths.jmapSession), fetch: request, onSignedOut })
  const limits = () => resource.known()?.limits ?? defaultLimits
  const post = createPost({
    url: address(paths.jmapApi),
    csrf,
    fetch: request,
    timing,
    maxConcurrentRequests: () => limits().maxConcurrentRequests,
    onSignedOut,
  })
  const client = createJmapClient({ accountId, post, maxCallsInRequest: () => limits().maxCallsInRequest })
  const states = createStates(() => loop.request())
  const core: MailCore = {
    accountId,
    client,
    queries: createQueries(),
    records: createRecords(),
    states,
    timing,
    limits,
    resource,
    requestSync: () => loop.request(),
    settle: (layer) => loop.settle(layer),
  }
  const lists = createLists(core)
  const changes = followChanges({
    core,
    eventSource: options.eventSource ?? ((url) => new EventSource(url)),
    onSynced: (types) => onChanged?.(types),
  })
  const loop = createSyncLoop(async () => {
    await syncOnce(core, lists)
    changes.synced()
  })
  const stopPruning = pruneRecords(core, lists)

  const mail: Mail = {
    actions: createMailActions(core, createWriteQueue()),
    ...createDrafts(core),
    uploadBlob: createUploadBlob({
      accountId,
      csrf,
      resource,
      createRequest: options.createRequest ?? (() => new XMLHttpRequest()),
      onSignedOut,
    }),
    blobUrl: (blob) => {
      const known = resource.known()
      return known ? blobUrl(known, accountId, blob) : null
    },
    prefetchThread: (threadId) => prefetchThread(core, threadId),
    allIds: (query) => outcomeOf(() => loadAllIds(core, query)),
    idle: loop.idle,
    close: () => {
      over = true
      changes.close()
      loop.stop()
      stopPruning()
      core.queries.clear()
    },
  }
  const discarded = () =>
    storedMailboxes(core).flatMap(({ id, role }) => (role === 'trash' || role === 'junk' ? [id] : []))
  registerRoom(mail, { core, lists, changes, summaryOf: createSummaries(core.records, discarded) })
  return mail
}
