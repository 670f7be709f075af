import * as v from 'valibot'
import { parseDateTime } from '../mime/date.ts'
import type { ParseMessage } from '../mime/parse-message.ts'
import type { MailAccount, MailStore } from '../store/mail-store.ts'
import type { Outgoing } from '../submission/outgoing.ts'
import { invalidArguments, MethodError } from './errors.ts'
import type { RequestBudget } from './request-budget.ts'

export type Arguments = Readonly<Record<string, unknown>>

/** What a method runs in: one per request. */
export interface MethodContext {
  readonly store: MailStore
  readonly account: MailAccount
  /** IP address of who sends the request, where it is known. */
  readonly client?: string | undefined
  /** Creation id → id, over all calls of the request (RFC 8620 §3.3). */
  readonly createdIds: Map<string, string>
  readonly parse: ParseMessage
  readonly outgoing: Outgoing
  /** What this request may still cost. */
  readonly budget: RequestBudget
  /** Called with damage in the store that a method survived. */
  readonly onDamage: (error: unknown, where: string) => void
  /** Says that a message is held, or no longer. */
  readonly wake: () => void
  /** Adds a response behind that of the running call, as an implicit call of its own. */
  readonly addResponse: (name: string, args: Arguments) => void
}

/** Gets the arguments as the client sent them, references resolved. Throws MethodError. */
export type Method = (args: Arguments, context: MethodContext) => Arguments | Promise<Arguments>

/**
 * The methods of one JMAP capability. Core, mail and submission are modules; a server registers further ones (calendars,
 * contacts, quotas, …) with the option `modules` of `createMailServer`.
 */
export interface JmapModule {
  /** URI that a request names in `using`, such as `urn:ietf:params:jmap:calendars`. */
  readonly capability: string
  /** By name: `CalendarEvent/get`. */
  readonly methods: Readonly<Record<string, Method>>
  /**
   * Names of methods that change nothing and need nothing but the database: reading threads run them. Threads know the
   * server's own modules, so that those of the option `modules` are run where all else is. Default: none.
   */
  readonly reading?: readonly string[]
  /** Value in `capabilities` of the Session (RFC 8620 §2). Default: `{}`. */
  readonly server?: object
  /** Value in `accountCapabilities` of an account. Default: `{}`. */
  readonly account?: (account: MailAccount) => object
  /** Whether `primaryAccounts` names the account for this capability. Default: true. */
  readonly isPrimary?: boolean
}

type Schema = v.GenericSchema<unknown, { readonly accountId: string }>

/**
 * The arguments of a call, checked; unknown ones are refused (RFC 8620 §3.9).
 *
 * @throws MethodError `invalidArguments` naming the argument, or `accountNotFound`
 */
export function parseArguments<S extends Schema>(schema: S, args: unknown, context: MethodContext): v.InferOutput<S> {
  const parsed = v.safeParse(schema, args, { abortEarly: true })
  if (!parsed.success) throw invalidArguments(describeIssue(parsed.issues[0]))
  if (parsed.output.accountId !== context.account.id) throw new MethodError('accountNotFound')
  return parsed.output
}

/** `ids[3]: must be an Id`. */
export function describeIssue(issue: v.BaseIssue<unknown>): string {
  const path = (issue.path ?? []).map(({ key }, at) =>
    typeof key === 'number' ? `[${key}]` : `${at > 0 ? '.' : ''}${String(key)}`,
  )
  const where = path.join('')
  if (issue.type === 'strict_object')
    return `${where}: ${issue.expected === 'never' ? 'is not known here' : 'is required'}`
  return where === '' ? issue.message : `${where}: ${issue.message}`
}

/** RFC 8620 §1.2. */
export const idSchema = v.pipe(v.string('must be an Id'), v.regex(/^[A-Za-z0-9_-]{1,255}$/, 'must be an Id'))

/** An id, or `#` and the creation id of a record made earlier in the request. */
export const idReferenceSchema = v.pipe(v.string('must be an Id'), v.regex(/^#?[A-Za-z0-9_-]{1,255}$/, 'must be an Id'))

/** RFC 8620 §1.3: what JSON numbers keep exactly. */
export const intSchema = v.pipe(v.number('must be an Int'), v.safeInteger('must be an Int'))

export const unsignedIntSchema = v.pipe(
  v.number('must be an UnsignedInt'),
  v.safeInteger('must be an UnsignedInt'),
  v.minValue(0, 'must be an UnsignedInt'),
)

/** RFC 8620 §1.4. */
export const utcDateSchema = v.pipe(
  v.string('must be a UTCDate'),
  v.check((text) => text.endsWith('Z') && parseDateTime(text) !== null, 'must be a UTCDate'),
)

export const booleanSchema = v.boolean('must be a Boolean')

export const stringSchema = v.string('must be a String')

export const objectSchema = v.record(v.string(), v.unknown(), 'must be an Object')

export const stringsSchema = v.array(stringSchema, 'must be a String[]')

/** A set is an object whose values are all true. */
export const setSchema = v.record(v.string(), v.literal(true, 'must be true'), 'must be an Object')
