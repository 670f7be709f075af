import { createBootSchema, platformPreferencesSchema, platformSessionSchema } from '@atrium/protocol'
import type { Session } from '@atrium/protocol/register'
import * as v from 'valibot'

const swipeActions = ['archive', 'trash', 'read', 'star', 'none'] as const

const readingPanes = ['right', 'below', 'off'] as const

/** What a user of the mail workspace has chosen. */
export const preferencesSchema = v.object({
  ...platformPreferencesSchema.entries,
  /** Lower-case addresses whose remote images are shown without asking. */
  imageSenders: v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(320))), v.maxLength(5000)), []),
  /** Seconds in which a message that was sent can be taken back. Absent: 5. */
  undoSend: v.optional(v.picklist([5, 10, 20, 30])),
  /** What swiping a row of the list does. Absent: to the left archives, to the right marks as read or unread. */
  swipeLeft: v.optional(v.picklist(swipeActions)),
  swipeRight: v.optional(v.picklist(swipeActions)),
  /** Where an open conversation is. Absent: at the right of the list. */
  readingPane: v.optional(v.picklist(readingPanes)),
})

export type MailPreferences = v.InferOutput<typeof preferencesSchema>

export const defaultPreferences: MailPreferences = v.parse(preferencesSchema, {})

export const sessionSchema = v.object({
  ...platformSessionSchema.entries,
  preferences: preferencesSchema,
  /** JMAP account id of the primary mail account. */
  accountId: v.string(),
  address: v.string(),
  /** Name with which the receiving mail server signs its `Authentication-Results`. Absent: none is believed. */
  authServer: v.optional(v.string()),
  /** Milliseconds until it ends in any case, which no use prolongs. */
  endsIn: v.optional(v.pipe(v.number(), v.minValue(0))),
})

export type MailSession = v.InferOutput<typeof sessionSchema> & Session

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

export type SignUp = v.InferOutput<typeof signUpSchema>

export const changePasswordSchema = v.object({
  /** The current one: an unlocked screen must not be enough. */
  current: v.pipe(v.string(), v.maxLength(1024)),
  wanted: v.pipe(v.string(), v.maxLength(1024)),
})

export type ChangePassword = v.InferOutput<typeof changePasswordSchema>

/** What the sign-in pages of the mail workspace read from the page. */
const signInOptionsSchema = v.strictObject({
  /** Domain that new addresses get when none is typed, e.g. `atrium.example`. */
  mailDomain: v.string(),
  signUp: v.boolean(),
  /** Name of a provider of OpenID Connect that people can sign in at. Absent without one. */
  openId: v.optional(v.string()),
  /** Shown on the sign-in page of a demo installation, else null. */
  demo: v.nullable(v.object({ address: v.string(), password: v.string() })),
})

export type SignInOptions = v.InferOutput<typeof signInOptionsSchema>

/** What the gateway writes into a page of the mail workspace. `product` is always there. */
export const bootSchema = createBootSchema({ session: sessionSchema, product: signInOptionsSchema })

export type MailBoot = v.InferOutput<typeof bootSchema>
