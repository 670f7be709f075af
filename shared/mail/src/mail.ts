import type { Id } from '@atrium/mail-contracts'
import type { MailActions } from './actions/mail-actions.ts'
import type { BlobDescription } from './blobs/blob-url.ts'
import type { UploadBlob } from './blobs/upload-blob.ts'
import type { Drafts } from './drafts/drafts.ts'
import type { ListQuery } from './lists/list-query.ts'
import type { Outcome } from './outcome.ts'

/**
 * The one data layer of a page: one JMAP client, one cache, one event stream.
 * Made by the shell at sign-in, closed at sign-out.
 */
export interface Mail extends Drafts {
  readonly actions: MailActions
  /** Uploads a file to be attached. Two at a time may run; more wait. */
  readonly uploadBlob: UploadBlob
  /**
   * Address a blob can be downloaded from, same origin, with the session's cookie.
   * Null as long as the server has not said where; known whenever a conversation is ready.
   */
  readonly blobUrl: (blob: BlobDescription) => string | null
  /** Reads a conversation that is likely to be opened next. */
  readonly prefetchThread: (threadId: Id) => void
  /** Ids of all messages that a list would show, however many, for acts on everything. */
  readonly allIds: (query: ListQuery) => Promise<Outcome<readonly Id[]>>
  /** Resolves when nothing that was known to have changed is still to be read. */
  readonly idle: () => Promise<void>
  readonly close: () => void
}
