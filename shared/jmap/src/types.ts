/** The types of JMAP core, which client and server share. Source: RFC 8620. Nothing here runs in a browser only. */

/** 1 to 255 characters of A-Z a-z 0-9 - _ (RFC 8620 §1.2). */
export type Id = string

/** `YYYY-MM-DDTHH:MM:SSZ` (RFC 8620 §1.4). */
export type UTCDate = string

/** Every request names it in `using` (RFC 8620 §3.3). */
export const coreCapability = 'urn:ietf:params:jmap:core'

/** RFC 8620 §2, `urn:ietf:params:jmap:core`. Sizes are in bytes. */
export interface CoreCapability {
  readonly maxSizeUpload: number
  readonly maxConcurrentUpload: number
  readonly maxSizeRequest: number
  readonly maxConcurrentRequests: number
  readonly maxCallsInRequest: number
  readonly maxObjectsInGet: number
  readonly maxObjectsInSet: number
  readonly collationAlgorithms: readonly string[]
}

export interface JmapAccount {
  readonly name: string
  readonly isPersonal: boolean
  readonly isReadOnly: boolean
  readonly accountCapabilities: Readonly<Record<string, unknown>>
}

/** The Session resource, RFC 8620 §2. URLs may be relative to the session's own URL. */
export interface JmapSession {
  readonly capabilities: Readonly<Record<string, unknown>>
  readonly accounts: Readonly<Record<Id, JmapAccount>>
  readonly primaryAccounts: Readonly<Record<string, Id>>
  readonly username: string
  readonly apiUrl: string
  readonly downloadUrl: string
  readonly uploadUrl: string
  readonly eventSourceUrl: string
  readonly state: string
}

/** `[name, arguments, call id]`, RFC 8620 §3.2. */
export type Invocation = readonly [name: string, args: Readonly<Record<string, unknown>>, callId: string]

export interface JmapRequest {
  readonly using: readonly string[]
  readonly methodCalls: readonly Invocation[]
  readonly createdIds?: Readonly<Record<Id, Id>>
}

export interface JmapResponse {
  readonly methodResponses: readonly Invocation[]
  readonly sessionState: string
  readonly createdIds?: Readonly<Record<Id, Id>>
}

/** RFC 8620 §5.3. */
export interface SetError {
  readonly type: string
  readonly description?: string
  readonly properties?: readonly string[]
}

/** RFC 8620 §7.1, pushed by the event source. */
export interface StateChange {
  readonly '@type': 'StateChange'
  readonly changed: Readonly<Record<Id, Readonly<Record<string, string>>>>
}

export interface UploadResponse {
  readonly accountId: Id
  readonly blobId: Id
  readonly type: string
  /** Bytes. */
  readonly size: number
}

/** Codes of the JMAP client. Permanent, so they still say mail, the first data it was used for. */
export const jmapErrorCodes = {
  UPSTREAM_UNREACHABLE: 'The mail server could not be reached',
  MAIL_UNREACHABLE: 'The mail service could not be reached',
  MAIL_ANSWER_INVALID: 'The mail service sent a response that cannot be used',
  MAIL_REFUSED: 'The mail service refused the request',
} as const
