import * as v from 'valibot'

// Where an account is signed in, and the passwords of programs. No page reads it at its start.

export const signedInDevicesSchema: v.GenericSchema<unknown, readonly SignedInDevice[]> = v.array(
  v.object({
    id: v.string(),
    device: v.string(),
    signedInAt: v.string(),
    usedAt: v.string(),
    current: v.boolean(),
  }),
)

/** A device that is signed in. */
export interface SignedInDevice {
  readonly id: string
  /** `Firefox on Linux`; empty when it did not say. */
  readonly device: string
  /** UTC dates (RFC 3339). The last use is exact to a minute. */
  readonly signedInAt: string
  readonly usedAt: string
  /** Whether it is the one that requests the list. */
  readonly current: boolean
}

export const newAppPasswordSchema = v.object({
  /** What it is for: `Phone`. */
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(100)),
  /** The password of the account: an unlocked screen must not be enough. */
  current: v.pipe(v.string(), v.maxLength(1024)),
})

export type NewAppPassword = v.InferOutput<typeof newAppPasswordSchema>

export const appPasswordSchema: v.GenericSchema<unknown, AppPassword> = v.object({
  id: v.string(),
  name: v.string(),
  createdAt: v.string(),
  usedAt: v.nullable(v.string()),
  password: v.exactOptional(v.string()),
})

/** The password of one program, which can be revoked by itself. */
export interface AppPassword {
  readonly id: string
  readonly name: string
  /** UTC date (RFC 3339). */
  readonly createdAt: string
  /** Null: never. Exact to a minute. */
  readonly usedAt: string | null
  /** Only in the response to the request that made it. */
  readonly password?: string
}
