import type { CoreCapability } from '@atrium/mail-contracts'

/** RFC 8620 §2; sizes in octets. */
export const limits = {
  maxSizeUpload: 50_000_000,
  maxConcurrentUpload: 8,
  maxSizeRequest: 10_000_000,
  maxConcurrentRequests: 32,
  maxCallsInRequest: 64,
  maxObjectsInGet: 500,
  maxObjectsInSet: 500,
  collationAlgorithms: ['i;ascii-casemap', 'i;unicode-casemap'],
} as const satisfies CoreCapability

/** RFC 8621 §1.3.1; octets of attachments before encoding. */
export const maxSizeAttachmentsPerEmail = 50_000_000

/** A whole message: attachments encoded, and its text. */
export const maxSizeMessage = 75_000_000

/** Octets of UTF-8. */
export const maxSizeMailboxName = 255

export const maxMailboxDepth = 20

/** Ids that one /query call returns at most. */
export const maxQueryLimit = 5000

/** Seconds. */
export const maxDelayedSend = 30 * 24 * 3600

export const maxRecipients = 500
