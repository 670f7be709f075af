import * as v from 'valibot'
import type { ProductErrorCodes } from './register.ts'

/**
 * Every error that crosses a bundle, a process or the network has a code in this table.
 * A code is permanent: it is never renamed and never given another meaning.
 */
export const errorCodes = {
  // composition
  REMOTE_UNKNOWN: 'The registry has no such remote',
  REMOTE_DISABLED: 'The remote is switched off',
  REMOTE_OFFLINE: 'The browser is offline',
  REMOTE_TIMEOUT: 'The remote did not load in time',
  REMOTE_LOAD_FAILED: 'A file of the remote could not be loaded',
  REMOTE_REFUSED: 'A file of the remote is not the one that was released',
  REMOTE_THREW: 'The remote failed while it was starting',
  REMOTE_RENDER_FAILED: 'The remote failed while it was rendering',
  REMOTE_EXPOSES_NOTHING: 'The remote does not expose that module',
  REMOTE_CONTRACT_MISMATCH: 'The remote was released against a contract this host does not know',
  REMOTE_SHAPE_WRONG: 'The exposed module does not have the shape its contract promises',
  SECOND_COPY: 'A library that must exist once is in the page twice',
  HOOK_STATE_SPLIT: 'An exposed hook has a state of its own for each caller',
  EVENT_SHAPE_WRONG: 'An event does not have the shape it promises',
  STATE_SHAPE_WRONG: 'A change of the shared store does not have the shape it promises',
  EVENTS_FLOODED: 'A remote emits more events than the limit',
  REGISTRY_INVALID: 'The registry document is not valid',
  REGISTRY_UNREACHABLE: 'The registry does not respond',
  REGISTRY_UNSIGNED: 'The registry is not signed by a key this page was built to trust',
  REGISTRY_EXPIRED: 'The registry has expired',
  REGISTRY_ROLLED_BACK: 'The registry is older than one seen before',
  RELEASE_UNPROVEN: 'The release is not one that the signed registry lists',
  STORE_UNREACHABLE: 'The release store does not respond',
  STORE_REFUSED: 'The release store refuses the request',
  // gateway
  SIGNED_OUT: 'There is no session',
  SIGN_IN_FAILED: 'Signing in did not work',
  SIGN_IN_UNREACHABLE: 'The sign-in service does not respond',
  CSRF_REFUSED: 'The request did not come from this page',
  RATE_LIMITED: 'Too many attempts',
  REQUEST_INVALID: 'The request does not have the expected shape',
  NOT_FOUND: 'There is nothing at this address',
  API_UNREACHABLE: 'The service behind this address does not respond',
  API_TIMEOUT: 'The service behind this address takes too long',
  SERVER_FAILED: 'The server failed',
  // start
  CONFIG_INVALID: 'A configuration variable has a value that cannot be used',
  PORT_IN_USE: 'The port is already in use',
} as const

export type PlatformErrorCode = keyof typeof errorCodes

/** A code of the platform, or one that the product has declared in `ProductErrorCodes`. */
export type ErrorCode = PlatformErrorCode | (keyof ProductErrorCodes & string)

const titleOf = (code: string): string =>
  Object.hasOwn(errorCodes, code) ? errorCodes[code as PlatformErrorCode] : code

export interface ErrorFacts {
  /** What it happened to. */
  readonly subject: string
  /** What the reader can do. */
  readonly remedy: string
  readonly cause?: unknown
  /** What happened, for a code that is not the platform's. Default: the title of the platform's code, else the code. */
  readonly title?: string | undefined
}

/** An error with a permanent code. Its message reads "title: subject. remedy". */
export class AtriumError extends Error {
  readonly code: ErrorCode
  readonly title: string
  readonly subject: string
  readonly remedy: string

  constructor(code: ErrorCode, { subject, remedy, cause, title = titleOf(code) }: ErrorFacts) {
    super(`${title}: ${subject}. ${remedy}`, { cause })
    this.name = 'AtriumError'
    this.code = code
    this.title = title
    this.subject = subject
    this.remedy = remedy
  }
}

/** Of any release, so that an error of a newer or of another product's bundle keeps its code. */
const codePattern = /^[A-Z][A-Z0-9_]+$/

/**
 * An `AtriumError` of any bundle, as one of this bundle: each bundle has its own copy of the class.
 * Undefined for every other value.
 */
export function adoptError(thrown: unknown): AtriumError | undefined {
  if (thrown instanceof AtriumError) return thrown
  if (!(thrown instanceof Error) || thrown.name !== 'AtriumError') return undefined
  const { code, title, subject, remedy } = thrown as Partial<Record<'code' | 'title' | 'subject' | 'remedy', unknown>> &
    Error
  if (typeof code !== 'string' || !codePattern.test(code)) return undefined
  return new AtriumError(code as ErrorCode, {
    subject: String(subject),
    remedy: String(remedy),
    cause: thrown,
    title: typeof title === 'string' ? title : undefined,
  })
}

/** Body of every failed response of the gateway, `application/problem+json` (RFC 9457). */
export const problemSchema = v.object({
  status: v.number(),
  code: v.custom<ErrorCode>((code) => typeof code === 'string' && codePattern.test(code), 'Expected an error code'),
  title: v.string(),
  detail: v.string(),
})

export type Problem = v.InferOutput<typeof problemSchema>
