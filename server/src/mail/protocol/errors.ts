import type { SetError } from '@atrium/jmap/types'

/** A method call that failed as a whole (RFC 8620 §3.6.2). `type` is from that table or the method's own. */
export class MethodError extends Error {
  readonly type: string
  readonly details: Readonly<Record<string, unknown>>

  constructor(type: string, description?: string, details: Readonly<Record<string, unknown>> = {}) {
    super(description ?? type)
    this.name = 'MethodError'
    this.type = type
    this.details = description === undefined ? details : { description, ...details }
  }
}

export function invalidArguments(description: string): MethodError {
  return new MethodError('invalidArguments', description)
}

/** One record of a /set call that was refused (RFC 8620 §5.3). */
export class SetFailure extends Error {
  readonly error: SetError & Readonly<Record<string, unknown>>

  constructor(error: SetError & Readonly<Record<string, unknown>>) {
    super(error.description ?? error.type)
    this.name = 'SetFailure'
    this.error = error
  }
}

export function invalidProperties(properties: readonly string[], description: string): SetFailure {
  return new SetFailure({ type: 'invalidProperties', properties: [...properties], description })
}

export function notFound(): SetFailure {
  return new SetFailure({ type: 'notFound' })
}

/** A request refused as a whole: RFC 7807, with the types of RFC 8620 §3.6.1. */
export function problemResponse(
  status: number,
  problem: { readonly type?: string; readonly detail: string; readonly limit?: string },
): Response {
  const type = problem.type === undefined ? 'about:blank' : `urn:ietf:params:jmap:error:${problem.type}`
  return new Response(JSON.stringify({ ...problem, type, status }), {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
  })
}
