import * as v from 'valibot'

/**
 * Every error that crosses a bundle, a process or the network has a code in this table.
 * A code is permanent: it is never renamed and never given another meaning.
 */
export const errorCodes = {
  // composition
  REMOTE_UNKNOWN: 'No such remote in the registry',
  REMOTE_DISABLED: 'The remote is switched off',
  REMOTE_OFFLINE: 'The browser is offline',
  REMOTE_TIMEOUT: 'The remote did not answer in time',
  REMOTE_LOAD_FAILED: 'A file of the remote could not be fetched',
  REMOTE_REFUSED: 'A file of the remote is not the one that was released',
  REMOTE_THREW: 'The remote failed while it was starting',
  REMOTE_RENDER_FAILED: 'The remote failed while it was drawing',
  REMOTE_EXPOSES_NOTHING: 'The remote does not expose that module',
  REMOTE_CONTRACT_MISMATCH: 'The remote was released against a contract this host does not know',
  REMOTE_SHAPE_WRONG: 'The exposed module does not have the shape its contract promises',
  SECOND_COPY: 'A library that must exist once is in the page twice',
  HOOK_STATE_SPLIT: 'An exposed hook keeps a state per caller',
  EVENT_SHAPE_WRONG: 'An event does not have the shape it promises',
  STATE_SHAPE_WRONG: 'What was to be written into the shared store does not have the shape of it',
  EVENTS_FLOODED: 'A remote sends more events than anybody can hear',
  REGISTRY_INVALID: 'The registry document is not valid',
  REGISTRY_UNREACHABLE: 'The registry does not respond',
  REGISTRY_UNSIGNED: 'The registry is not signed by a key this page was built to trust',
  REGISTRY_EXPIRED: 'The registry is older than it may be',
  REGISTRY_ROLLED_BACK: 'The registry is older than one seen before',
  RELEASE_UNPROVEN: 'The release is not one that the signed registry lists',
  STORE_UNREACHABLE: 'The store of releases does not answer',
  STORE_REFUSED: 'The store of releases refuses the request',
  // gateway
  ADDRESS_TAKEN: 'That address already has an account',
  ADDRESS_INVALID: 'That is not an address this server can host',
  PASSWORD_TOO_SHORT: 'The password is too short',
  PASSWORD_NOT_HERE: 'The password of this account is not kept here',
  CREDENTIALS_WRONG: 'Name or password is wrong',
  SIGNED_OUT: 'There is no session',
  CSRF_REFUSED: 'The request did not come from this page',
  RATE_LIMITED: 'Too many attempts',
  REQUEST_INVALID: 'The request does not have the expected shape',
  NOT_FOUND: 'There is nothing at this address',
  SIGN_UP_CLOSED: 'This server takes no new accounts',
  SERVER_FAILED: 'The server failed',
  IMAGE_REFUSED: 'The picture was not fetched',
  UPSTREAM_UNREACHABLE: 'The mail server does not answer',
  // mail
  MAIL_UNREACHABLE: 'The mail service could not be reached',
  MAIL_ANSWER_INVALID: 'The mail service gave an answer that cannot be used',
  MAIL_REFUSED: 'The mail service refused the request',
  MAIL_CHANGE_REFUSED: 'The change was not made',
  MAIL_NOT_FOUND: 'The message is no longer there',
  MAILBOX_MISSING: 'The folder does not exist',
  DRAFT_NOT_SAVED: 'The draft was not saved',
  DRAFT_SENT: 'The draft was sent already, from another window or by an attempt whose answer was lost',
  SEND_REFUSED: 'The message was not sent',
  SEND_UNKNOWN: 'It is not known whether the message was sent',
  UPLOAD_TOO_LARGE: 'The file is larger than the mail server takes',
  UPLOAD_STOPPED: 'The upload was stopped',
  UPLOAD_FAILED: 'The file could not be uploaded',
  // start
  CONFIG_INVALID: 'A configuration variable has a value that cannot be used',
  PORT_IN_USE: 'The port is taken',
  DATA_DIR_UNWRITABLE: 'The data folder cannot be written',
  DATABASE_CORRUPT: 'The database file is damaged',
  DATA_DIR_IN_USE: 'The data folder is in use by another server',
  DATABASE_BUSY: 'The database is locked by another process',
  DISK_FULL: 'The disk of the server is full',
  DATABASE_NEWER: 'The database was written by a newer Atrium',
} as const

export type ErrorCode = keyof typeof errorCodes

/**
 * An error with a code from the table.
 * `subject` names the thing it happened to, `remedy` what the reader can do.
 */
export class AtriumError extends Error {
  readonly code: ErrorCode
  readonly subject: string
  readonly remedy: string

  constructor(code: ErrorCode, about: { subject: string; remedy: string; cause?: unknown }) {
    super(`${errorCodes[code]}: ${about.subject}. ${about.remedy}`, { cause: about.cause })
    this.name = 'AtriumError'
    this.code = code
    this.subject = about.subject
    this.remedy = about.remedy
  }
}

/**
 * An `AtriumError` of whichever bundle, as one of this bundle: each bundle has its own copy of the class.
 * Undefined for everything else.
 */
export function adoptError(thrown: unknown): AtriumError | undefined {
  if (thrown instanceof AtriumError) return thrown
  if (!(thrown instanceof Error) || thrown.name !== 'AtriumError') return undefined
  const { code, subject, remedy } = thrown as Partial<Record<'code' | 'subject' | 'remedy', unknown>> & Error
  if (typeof code !== 'string' || !Object.hasOwn(errorCodes, code)) return undefined
  return new AtriumError(code as ErrorCode, { subject: String(subject), remedy: String(remedy), cause: thrown })
}

/** Body of every failed answer of the gateway, `application/problem+json` (RFC 9457). */
export const problemSchema = v.object({
  status: v.number(),
  code: v.picklist(Object.keys(errorCodes) as ErrorCode[]),
  title: v.string(),
  detail: v.string(),
})

export type Problem = v.InferOutput<typeof problemSchema>
