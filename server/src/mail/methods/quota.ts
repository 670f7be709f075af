import * as v from 'valibot'
import { MethodError } from '../protocol/errors.ts'
import { parseArguments, stringSchema, type Method, type MethodContext } from '../protocol/method.ts'
import {
  matchesFilter,
  parseFilter,
  queryChangesEntries,
  queryEntries,
  queryWindow,
  refuseLongSort,
  windowEntries,
} from '../protocol/query.ts'
import { changesEntries, getEntries, runGet } from '../protocol/standard-methods.ts'
import { createObjectId } from '../store/mail-store.ts'
import { defaultStorageLimits, storageOf } from '../store/storage-limits.ts'

const quotaId = createObjectId('Q')

/** The one quota there is: bytes of all mail of the account. */
const storage = { key: 1, name: 'Storage', scope: 'account', resourceType: 'octets', types: ['Email'] }

const properties: ReadonlySet<string> = new Set([
  ...['id', 'name', 'scope', 'resourceType', 'types'],
  ...['used', 'hardLimit', 'warnLimit', 'softLimit', 'description'],
])

/** Part of the limit from which on a client should warn. */
const warnAt = 0.9

const read = ({ store, account }: MethodContext) =>
  storageOf(store.query, store.storage ?? defaultStorageLimits, account.key)

/** What it says is its state: it changes with each message, and needs no log. */
const stateOf = (context: MethodContext): string => {
  const { used, quota } = read(context)
  return `${quota}-${used}`
}

const getSchema = v.strictObject(getEntries)

/** RFC 9425 §4.1. */
export const quotaGet: Method = async (args, context) => {
  const response = await runGet(context, parseArguments(getSchema, args, context), {
    type: 'Quota',
    id: quotaId,
    allKeys: () => [storage.key],
    read: (key) => {
      if (key !== storage.key) return null
      const { used, quota } = read(context)
      const { name, scope, resourceType, types } = storage
      const limits = { hardLimit: quota, warnLimit: Math.floor(quota * warnAt), softLimit: null }
      return { id: quotaId.format(key), name, scope, resourceType, types, used, ...limits, description: null }
    },
    isProperty: (name) => properties.has(name),
  })
  return { ...response, state: stateOf(context) }
}

const changesSchema = v.strictObject(changesEntries)

/** RFC 9425 §4.2. */
export const quotaChanges: Method = (args, context) => {
  const { sinceState } = parseArguments(changesSchema, args, context)
  const newState = stateOf(context)
  const [limit] = /^\d+(?=-\d+$)/.exec(sinceState) ?? []
  if (limit === undefined) throw new MethodError('cannotCalculateChanges')
  const isChanged = sinceState !== newState
  return {
    accountId: context.account.id,
    oldState: sinceState,
    newState,
    hasMoreChanges: false,
    created: [],
    updated: isChanged ? [quotaId.format(storage.key)] : [],
    destroyed: [],
    updatedProperties: isChanged && newState.startsWith(`${limit}-`) ? ['used'] : null,
  }
}

const conditionSchema = v.strictObject({
  name: v.optional(stringSchema),
  scope: v.optional(stringSchema),
  resourceType: v.optional(stringSchema),
  type: v.optional(stringSchema),
})

const querySchema = v.strictObject({ ...queryEntries, ...windowEntries })

/** RFC 9425 §4.3. */
export const quotaQuery: Method = (args, context) => {
  const parsed = parseArguments(querySchema, args, context)
  const sort = parsed.sort ?? []
  refuseLongSort(sort)
  const unknown = sort.find(({ property }) => property !== 'name' && property !== 'used')
  if (unknown) throw new MethodError('unsupportedSort', `sort: cannot sort by ${unknown.property.slice(0, 100)}`)
  const isListed =
    !parsed.filter ||
    matchesFilter(
      parseFilter(conditionSchema, parsed.filter),
      ({ name, scope, resourceType, type }) =>
        (name === undefined || storage.name.includes(name)) &&
        (scope === undefined || scope === storage.scope) &&
        (resourceType === undefined || resourceType === storage.resourceType) &&
        (type === undefined || storage.types.includes(type)),
    )
  return {
    accountId: context.account.id,
    queryState: '0',
    canCalculateChanges: false,
    ...queryWindow(isListed ? [quotaId.format(storage.key)] : [], parsed),
  }
}

const queryChangesSchema = v.strictObject(queryChangesEntries)

/** RFC 9425 §4.4: there is one quota, which is always there; a client queries it again. */
export const quotaQueryChanges: Method = (args, context) => {
  parseArguments(queryChangesSchema, args, context)
  throw new MethodError('cannotCalculateChanges')
}
