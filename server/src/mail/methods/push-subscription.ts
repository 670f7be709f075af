import type { SetError } from '@atrium/mail-contracts'
import * as v from 'valibot'
import type { Arguments, Method } from '../protocol/method-context.ts'
import { invalidArguments } from '../protocol/method-error.ts'
import { describeIssue } from '../protocol/parse-arguments.ts'
import { getEntries } from '../protocol/run-get.ts'
import { setEntries } from '../protocol/run-set.ts'

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
