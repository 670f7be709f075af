import { policyKinds, policySchema, type PolicyKind, type Registry, type RemotePolicy } from '@atrium/protocol'
import type { Store } from '@atrium/store'
import * as v from 'valibot'
import { hostName } from '../project.ts'
import { table, UsageError } from '../terminal.ts'
import { applyChange, type ReleaseContext } from './operations.ts'
import { listed, readRegistry, versionsIn } from './registry.ts'
import { findRelease } from './uploads.ts'

// `atrium grant`: what the operator grants a remote beyond the policy of pages. It is in the host's listing, so that it is
// signed with it, and so that no release of the remote's team can change it.

type Listings = Registry['listings']

const grantsIn = (listings: Listings): Readonly<Record<string, RemotePolicy>> => listings[hostName]?.grants ?? {}

const rowsOf = (policy: RemotePolicy): (readonly [kind: PolicyKind, source: string])[] =>
  policyKinds.flatMap((kind) => (policy[kind] ?? []).map((source) => [kind, source] as const))

const has = (policy: RemotePolicy | undefined, kind: PolicyKind, source: string): boolean =>
  policy?.[kind]?.includes(source) ?? false

/** Whatever releases in a channel of the remote ask for, each once. */
async function requestedBy(store: Store, listings: Listings, name: string): Promise<RemotePolicy> {
  const versions = versionsIn(listed(listings, name).channels)
  const records = await Promise.all(
    versions.map(async (version) => (await findRelease(store, name, version))?.record.policy),
  )
  return Object.fromEntries(
    policyKinds.flatMap((kind) => {
      const sources = new Set(records.flatMap((policy) => policy?.[kind] ?? []))
      return sources.size > 0 ? [[kind, [...sources]]] : []
    }),
  )
}

/** Each source that is granted or requested, by remote: `granted`, `requested`, or `granted, not used`. */
export async function grantsText(store: Store, listings: Listings, only?: string): Promise<string> {
  const grants = grantsIn(listings)
  const names = only === undefined ? Object.keys(listings).filter((name) => name !== hostName) : [only]
  const rows = await Promise.all(
    names.sort().map(async (name) => {
      const requested = await requestedBy(store, listings, name)
      const granted = Object.hasOwn(grants, name) ? grants[name] : undefined
      return [
        ...rowsOf(granted ?? {}).map(([kind, source]) => [
          name,
          kind,
          source,
          has(requested, kind, source) ? 'granted' : 'granted, not requested',
        ]),
        ...rowsOf(requested)
          .filter(([kind, source]) => !has(granted, kind, source))
          .map(([kind, source]) => [name, kind, source, 'requested, not granted']),
      ]
    }),
  )
  const all = rows.flat()
  return all.length === 0 ? '' : `\n${table([['policy', 'kind', 'source', ''], ...all])}`
}

/** The grants of one remote, or of all. */
export async function listGrants(store: Store, name: string | undefined, json: boolean): Promise<string> {
  const listings = (await readRegistry(store)).registry?.listings ?? {}
  if (name !== undefined) listed(listings, name)
  const grants = grantsIn(listings)
  if (json) return `${JSON.stringify(name === undefined ? grants : (grants[name] ?? {}), null, 2)}\n`
  return (await grantsText(store, listings, name)).trimStart() || 'Nothing is granted, and nothing is requested.\n'
}

export interface Grant {
  readonly remote: string
  readonly kind: string
  readonly sources: readonly string[]
  /** Takes them back. */
  readonly revoke: boolean
}

const isKind = (kind: string): kind is PolicyKind => (policyKinds as readonly string[]).includes(kind)

/** @throws UsageError naming what is wrong. */
function checked({ kind, sources }: Grant): PolicyKind {
  if (!isKind(kind)) throw new UsageError(`"${kind}" is no kind of source. Kinds: ${policyKinds.join(', ')}.`)
  const parsed = v.safeParse(policySchema, { [kind]: sources })
  if (!parsed.success) throw new UsageError(`${kind}: ${parsed.issues[0].message}.`)
  return kind
}

/** What a remote has after a change; undefined when it is nothing. */
function changed(before: RemotePolicy | undefined, kind: PolicyKind, { remote, sources, revoke }: Grant) {
  const granted: readonly string[] = before?.[kind] ?? []
  const unknown = revoke ? sources.find((source) => !granted.includes(source)) : undefined
  if (unknown !== undefined)
    throw new Error(`${remote} was not granted ${kind} ${unknown}. Granted: ${granted.join(', ') || 'nothing'}`)
  const after = revoke ? granted.filter((each) => !sources.includes(each)) : [...new Set([...granted, ...sources])]
  const { [kind]: _, ...others } = before ?? {}
  const policy: RemotePolicy = after.length > 0 ? { ...others, [kind]: after } : others
  if (!v.is(policySchema, policy)) throw new Error(`${remote} would have too many sources for ${kind}: at most 20`)
  return Object.keys(policy).length > 0 ? policy : undefined
}

/**
 * Grants sources to a remote, or takes them back. What no release of it asks for is refused, unless forced: it would have
 * no effect before one does.
 */
export async function changeGrant(context: ReleaseContext, grant: Grant): Promise<void> {
  const { remote, sources, revoke } = grant
  const kind = checked(grant)
  if (remote === hostName) throw new UsageError('Sources of the host are options of the gateway: `sources`.')
  await applyChange(context, {
    command: revoke ? 'revoke' : 'grant',
    async apply(listings) {
      const requested = revoke ? {} : await requestedBy(context.store, listings, remote)
      const missing = sources.find((source) => !has(requested, kind, source))
      if (!revoke && !context.force && missing !== undefined)
        throw new Error(
          `${remote} does not request ${kind} ${missing}. Requested: ${(requested[kind] ?? []).join(', ') || 'nothing'}. ` +
            'It belongs into `atrium.policy` of its package.json; --force grants it before it is released',
        )
      const { grants: before = {}, ...host } = listed(listings, hostName)
      const { [remote]: own, ...others } = before
      const policy = changed(own, kind, grant)
      const grants = policy ? { ...others, [remote]: policy } : others
      return { ...listings, [hostName]: { ...host, ...(Object.keys(grants).length > 0 ? { grants } : {}) } }
    },
  })
}
