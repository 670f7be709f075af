import type { SetError } from '@atrium/jmap/types'
import * as v from 'valibot'
import { invalidArguments, MethodError } from '../protocol/errors.ts'
import {
  booleanSchema,
  describeIssue,
  idSchema,
  objectSchema,
  recordOf,
  stringSchema,
  type Arguments,
  type Method,
} from '../protocol/method.ts'
import { getEntries, setEntries } from '../protocol/standard-methods.ts'

/** RFC 8620 §4. */
export const coreEcho: Method = (args) => args

const emailSchema = v.strictObject({
  fromAccountId: idSchema,
  ifFromInState: v.nullish(stringSchema),
  accountId: idSchema,
  ifInState: v.nullish(stringSchema),
  create: recordOf(objectSchema, 'must be an Id[Email]'),
  onSuccessDestroyOriginal: v.optional(booleanSchema),
  destroyFromIfInState: v.nullish(stringSchema),
})

const blobSchema = v.strictObject({
  fromAccountId: idSchema,
  accountId: idSchema,
  blobIds: v.array(v.string('must be an Id'), 'must be an Id[]'),
})

/** Email/copy (RFC 8621 §4.7): no user here has two accounts to copy between. */
export const emailCopy: Method = copyBetweenAccounts(emailSchema)

/** Blob/copy (RFC 8620 §6.3). */
export const blobCopy: Method = copyBetweenAccounts(blobSchema)

function copyBetweenAccounts(schema: v.GenericSchema<unknown, { accountId: string; fromAccountId: string }>): Method {
  return (args, context) => {
    const parsed = v.safeParse(schema, args)
    if (!parsed.success) throw invalidArguments(describeIssue(parsed.issues[0]))
    const { accountId, fromAccountId } = parsed.output
    if (accountId !== context.account.id) throw new MethodError('accountNotFound')
    if (fromAccountId !== context.account.id) throw new MethodError('fromAccountNotFound')
    throw invalidArguments('fromAccountId: must be another account than accountId')
  }
}

// These two have no account (RFC 8620 §7.2): a subscription is of a credential.
const getSchema = v.strictObject({ ids: getEntries.ids, properties: getEntries.properties })
const setSchema = v.strictObject({ create: setEntries.create, update: setEntries.update, destroy: setEntries.destroy })

/** PushSubscription/get: there are never any. */
export const pushSubscriptionGet: Method = (args) => {
  const { ids } = parse(getSchema, args)
  return { list: [], notFound: ids ?? [] }
}

/**
 * PushSubscription/set: refused. This server calls no addresses that its users name; it pushes by event
 * source only.
 */
export const pushSubscriptionSet: Method = (args) => {
  const { create, update, destroy } = parse(setSchema, args)
  const refused = Object.entries(create ?? {}).map(([name, { url }]): [string, SetError] => [name, refusal(url)])
  const notFound = (names: readonly string[]): Arguments | null =>
    names.length > 0 ? Object.fromEntries(names.map((name) => [name, { type: 'notFound' }])) : null
  return {
    created: null,
    notCreated: refused.length > 0 ? Object.fromEntries(refused) : null,
    updated: null,
    notUpdated: notFound(Object.keys(update ?? {})),
    destroyed: null,
    notDestroyed: notFound(destroy ?? []),
  }
}

function refusal(url: unknown): SetError {
  if (typeof url === 'string' && url.startsWith('https://'))
    return { type: 'forbidden', description: 'This server pushes by event source only.' }
  return { type: 'invalidProperties', properties: ['url'], description: 'url: must begin with https://' }
}

function parse<S extends v.GenericSchema>(schema: S, args: unknown): v.InferOutput<S> {
  const parsed = v.safeParse(schema, args)
  if (!parsed.success) throw invalidArguments(describeIssue(parsed.issues[0]))
  return parsed.output
}
