import * as v from 'valibot'
import { preferencesSchema } from './preferences.ts'

/** Who is signed in. Carries no credential: that is an HttpOnly cookie. */
export const sessionSchema = v.object({
  /** JMAP account id of the primary mail account. */
  accountId: v.string(),
  address: v.string(),
  name: v.string(),
  /** Sent back as `x-atrium-csrf` with every request that changes something. */
  csrf: v.string(),
  preferences: preferencesSchema,
  /** Name by which the receiving mail server signs its `Authentication-Results`. Absent: none is believed. */
  authServer: v.optional(v.string()),
})

export type Session = v.InferOutput<typeof sessionSchema>

export const signInSchema = v.object({
  address: v.pipe(v.string(), v.trim(), v.maxLength(320)),
  password: v.pipe(v.string(), v.maxLength(1024)),
})

export type SignIn = v.InferOutput<typeof signInSchema>

/** Characters, at least. NIST SP 800-63B §3.1.1: length counts, composition rules do not. */
export const minPasswordLength = 8

export const signUpSchema = v.object({
  /** Local part (`ada`) or full address at a domain this server hosts. */
  address: v.pipe(v.string(), v.trim(), v.maxLength(320)),
  name: v.pipe(v.string(), v.trim(), v.maxLength(200)),
  password: v.pipe(v.string(), v.maxLength(1024)),
})

export const changePasswordSchema = v.object({
  /** The one in force: a borrowed screen must not be enough. */
  current: v.pipe(v.string(), v.maxLength(1024)),
  wanted: v.pipe(v.string(), v.maxLength(1024)),
})

export type ChangePassword = v.InferOutput<typeof changePasswordSchema>

export type SignUp = v.InferOutput<typeof signUpSchema>
