import type { SetError } from '@atrium/mail-contracts'

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
