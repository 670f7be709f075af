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
