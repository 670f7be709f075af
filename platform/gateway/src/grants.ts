import { grantedOf, type PolicyKind, type RegistryEntry, type RemotePolicy } from '@atrium/protocol'
import type { ExtraSources } from './policies.ts'
import type { SiteRegistry } from './registry.ts'

// What the operator has granted remotes beyond the policy of pages, and in which pages it is in force.

/** The grants of one page. */
export interface PageGrants {
  /** Of remotes that may run in this page, by their names. */
  readonly here: Readonly<Record<string, RemotePolicy>>
  /** Remotes with grants that this page lacks: the host opens theirs by loading the page of their address. */
  readonly elsewhere: readonly string[]
}

const directives = {
  connect: 'connect-src',
  img: 'img-src',
  media: 'media-src',
  frame: 'frame-src',
  font: 'font-src',
  worker: 'worker-src',
  trustedTypes: 'trusted-types',
} as const satisfies Record<PolicyKind, keyof ExtraSources>

/** Sources of a product and those of grants, for the headers of a page. */
export function withGrants(sources: ExtraSources, { here }: PageGrants): ExtraSources {
  const all = new Map<string, Set<string>>(
    Object.entries(sources).map(([directive, values]) => [directive, new Set(values)]),
  )
  const grants = Object.values(here)
  for (const policy of grants)
    for (const [kind, directive] of Object.entries(directives) as [PolicyKind, string][])
      for (const source of policy[kind] ?? []) all.set(directive, (all.get(directive) ?? new Set()).add(source))
  // Two remotes may use the same library, and two releases of a remote may be in one page.
  if (grants.some(({ trustedTypes }) => trustedTypes)) all.get('trusted-types')?.add("'allow-duplicates'")
  return Object.fromEntries([...all].map(([directive, values]) => [directive, [...values]]))
}

/** What is in force of a remote's grant: only what a release of it that this user may get asks for. */
async function inForce({ grants, remote }: SiteRegistry, name: string): Promise<RemotePolicy> {
  const served = await remote(name).catch(() => undefined)
  const entry = served?.entry
  if (!entry || entry.disabled !== undefined) return {}
  return grantedOf(
    grants[name] ?? {},
    entry.releases.map(({ policy }) => policy),
  )
}

interface Granted {
  readonly name: string
  readonly policy: RemotePolicy
}

const byName = (granted: readonly Granted[]): PageGrants['here'] =>
  Object.fromEntries(granted.map(({ name, policy }) => [name, policy]))

const isEmpty = (policy: RemotePolicy): boolean => Object.keys(policy).length === 0

/**
 * Remotes that may run in a page: its own, those that it needs by `requires`, and all that contribute to a slot, since they
 * are rendered in pages of others.
 */
async function mayRun(registry: SiteRegistry, page: RegistryEntry | undefined): Promise<ReadonlySet<string>> {
  const contributors = (await registry.directory()).filter(({ slots }) => slots).map(({ name }) => name)
  const needed = (page?.releases ?? []).flatMap(({ requires }) => Object.keys(requires ?? {}))
  return new Set([...(page ? [page.name] : []), ...needed.map((name) => name.split('/')[0] ?? ''), ...contributors])
}

/**
 * The grants in force in a page.
 *
 * @param name - The remote that its address belongs to. `all`: one policy for every page, as an exported site has it.
 */
export async function grantsFor(registry: SiteRegistry, name: string | undefined | { all: true }): Promise<PageGrants> {
  const names = Object.keys(registry.grants)
  if (names.length === 0) return { here: {}, elsewhere: [] }
  const granted = (
    await Promise.all(names.map(async (each) => ({ name: each, policy: await inForce(registry, each) })))
  ).filter(({ policy }) => !isEmpty(policy))
  if (typeof name === 'object') return { here: byName(granted), elsewhere: [] }
  const page = name === undefined ? undefined : await registry.remote(name).catch(() => undefined)
  const present = await mayRun(registry, page?.entry)
  return {
    here: byName(granted.filter((each) => present.has(each.name))),
    elsewhere: granted.filter((each) => !present.has(each.name)).map((each) => each.name),
  }
}
