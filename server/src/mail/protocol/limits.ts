import type { CoreCapability } from '@atrium/jmap/types'

/** Limits of the JMAP server, RFC 8620 §2. The Session announces them. */
export const limits = {
  /** Bytes of one upload. Beyond it: 413 with `limit`. */
  maxSizeUpload: 50_000_000,
  /** Uploads of one account at a time. Beyond it: 429 with `limit`. */
  maxConcurrentUpload: 8,
  /** Bytes of one request. Beyond it: `limit`. */
  maxSizeRequest: 10_000_000,
  /** Requests of one account at a time, those that wait included. Beyond it: `limit`. */
  maxConcurrentRequests: 32,
  /** Method calls in one request. Beyond it: `limit`. */
  maxCallsInRequest: 64,
  /** Objects in one `/get`. Beyond it: `requestTooLarge`. */
  maxObjectsInGet: 1000,
  /** Objects in one `/set`. Beyond it: `requestTooLarge`. */
  maxObjectsInSet: 500,
  collationAlgorithms: ['i;ascii-casemap', 'i;unicode-casemap'],
} as const satisfies CoreCapability

/** Bytes of the attachments of a message before they are encoded, RFC 8621 §1.3.1. Beyond it: `tooLarge`. */
export const maxSizeAttachmentsPerEmail = 50_000_000

/** Bytes of a whole message: attachments encoded, and its text. Beyond it: `tooLarge`; `552` by SMTP. */
export const maxSizeMessage = 75_000_000

/** Bytes of UTF-8 of the name of a mailbox. Beyond it: `invalidProperties`. */
export const maxSizeMailboxName = 255

/** Levels of mailboxes. Beyond it: `invalidProperties`. */
export const maxMailboxDepth = 20

/** Ids that one `/query` returns. Beyond it: the response says so in `limit`, and the client requests the next ones. */
export const maxQueryLimit = 5000

/** Seconds for which a message is held back before it is sent. Beyond it: `invalidProperties`. */
export const maxDelayedSend = 30 * 24 * 3600

/** Recipients of one submission. Beyond it: `tooManyRecipients`. */
export const maxRecipients = 500

/**
 * Values (numbers, strings, objects, …) in the JSON of one request, and again in all that its result references
 * represent. Beyond it: `limit` for the request, `requestTooLarge` for the call with the reference.
 */
export const maxValuesInRequest = 250_000

/** Arrays and objects inside each other in a request. Beyond it: `notRequest`; by references, `requestTooLarge`. */
export const maxJsonDepth = 100

/** Result references (RFC 8620 §3.7) that one request resolves. Beyond it: `requestTooLarge` for the call. */
export const maxReferencesInRequest = 100

/** UTF-16 units of all that the result references of one request represent. Beyond it: `requestTooLarge`. */
export const maxSizeResolved = 10_000_000

/** Tokens in the path of a result reference. Beyond it: `invalidResultReference`. */
export const maxPathTokens = 32

/** Bytes of one response. Beyond it: `requestTooLarge` for the call whose part does not fit. */
export const maxSizeResponse = 32_000_000

/**
 * Bytes of requests being run and of responses not yet read, per account and of all accounts. Beyond it a
 * request is refused with 429 and the error `limit`, a running call ends with `serverUnavailable`.
 */
export const maxBuffered = { account: 100_000_000, all: 256_000_000 } as const

/** Requests of one account that run at a time. Beyond it: they wait, up to `maxConcurrentRequests`. */
export const maxRunningRequests = 4

/** Milliseconds of work in one go. Beyond it: others have their turn before it goes on. */
export const maxSlice = 10

/** Names in `properties` or `bodyProperties`. Beyond it: `requestTooLarge`. */
export const maxProperties = 100

/** Conditions in one filter, operators counted. Beyond it: `unsupportedFilter`. */
export const maxFilterConditions = 100

/** UTF-16 units of one text in a filter. Beyond it: `unsupportedFilter`. */
export const maxFilterText = 1000

/** Words and phrases that one filter looks for. Beyond it: `unsupportedFilter`. */
export const maxTermsInFilter = 100

/** Conditions of one filter on header fields. Beyond it: `unsupportedFilter`. */
export const maxHeaderConditions = 10

/** Comparators in one sort. Beyond it: `unsupportedSort`. */
export const maxComparators = 20

/** Levels of a path in a PatchObject. Beyond it: `invalidPatch`. */
export const maxPatchDepth = 20

/**
 * Bytes of stored parses that the updates of one request may load to compare what cannot be changed. Beyond
 * it the update is refused with `rateLimit`; keywords and mailboxes never count.
 */
export const maxComparedInSet = 10_000_000

/** UTF-16 units of searchable text that the imports of one request add. Beyond it: `rateLimit` for the message. */
export const maxTextInImport = 10_000_000

/** Parts of a message that a client composes. Beyond it: `invalidProperties`. */
export const maxComposedParts = 500
