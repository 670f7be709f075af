import { createMailActions } from './actions/mail-actions.ts'
import { createWriteQueue } from './actions/write-queue.ts'
import { blobUrl } from './blobs/blob-url.ts'
import { createUploadBlob } from './blobs/upload-blob.ts'
import type { MailCore } from './core.ts'
import { createCore } from './create-core.ts'
import { DraftBox } from './drafts/draft-box.ts'
import { Lists } from './lists/lists.ts'
import { loadAllIds } from './lists/load-all-ids.ts'
import type { Mail } from './mail.ts'
import type { MailOptions } from './mail-options.ts'
import { storedMailboxes } from './mailboxes/mailbox-data.ts'
import { outcomeOf } from './outcome.ts'
import { pruneRecords } from './records/prune-records.ts'
import { registerRoom } from './room.ts'
import { ChangeFollower } from './sync/change-follower.ts'
import { SyncLoop } from './sync/sync-loop.ts'
import { syncOnce } from './sync/sync.ts'
import { createSummaries } from './threads/thread-summary.ts'
import { prefetchThread } from './threads/thread-query.ts'

/** What a person can ask for besides what the hooks read. */
const services = (core: MailCore, options: MailOptions, onSignedOut: () => void): Omit<Mail, 'idle' | 'close'> => {
  const { accountId, csrf, resource } = core
  const { adoptDraft, saveDraft, discardDraft, sendDraft } = new DraftBox(core)
  const createRequest = options.createRequest ?? (() => new XMLHttpRequest())
  return {
    actions: createMailActions(core, createWriteQueue()),
    ...{ adoptDraft, saveDraft, discardDraft, sendDraft },
    uploadBlob: createUploadBlob({ accountId, csrf, resource, createRequest, onSignedOut }),
    blobUrl: (blob) => {
      const known = resource.known()
      return known ? blobUrl(known, accountId, blob) : null
    },
    prefetchThread: (threadId) => prefetchThread(core, threadId),
    allIds: (query) => outcomeOf(() => loadAllIds(core, query)),
  }
}

/** Makes the data layer. Nothing is asked of the server until a hook or a method needs it. */
export const createMail = (options: MailOptions): Mail => {
  let over = false
  const onSignedOut = (): void => {
    if (over) return
    mail.close()
    options.onSignedOut?.()
  }
  const loop = new SyncLoop(async () => {
    await syncOnce(core, lists)
    changes.synced()
  })
  const core = createCore(options, { onSignedOut, requestSync: loop.request, settle: loop.settle })
  const lists = new Lists(core)
  const changes = new ChangeFollower({
    core,
    eventSource: options.eventSource ?? ((url) => new EventSource(url)),
    listenAfter: options.listenAfter,
    onSynced: (types) => options.onChanged?.(types),
  })
  const stopPruning = pruneRecords(core, lists)
  const mail: Mail = {
    ...services(core, options, onSignedOut),
    idle: loop.idle,
    close: () => {
      over = true
      changes.close()
      loop.stop()
      stopPruning()
      core.queries.clear()
    },
  }
  const discarded = (): string[] =>
    storedMailboxes(core).flatMap(({ id, role }) => (role === 'trash' || role === 'junk' ? [id] : []))
  registerRoom(mail, { core, lists, changes, summaryOf: createSummaries(core.records, discarded) })
  return mail
}
