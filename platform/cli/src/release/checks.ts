import { findProject, hostName } from '@atrium/configs/project'
import type { Listing, Registry, ReleaseRecord } from '@atrium/protocol'
import { compress } from '@atrium/store'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'
import type { BuiltRelease } from './uploads.ts'

/** The part of `budgets.json` that limits a release: package → KB (1024 bytes) of all its files as they are served. */
const budgetsSchema = v.object({ release: v.optional(v.record(v.string(), v.pipe(v.number(), v.minValue(0)))) })

type ReleaseBudgets = Readonly<Record<string, number>>

function releaseBudgets(file = findProject().at(findProject().budgets)): ReleaseBudgets {
  if (!existsSync(file)) return {}
  return v.parse(budgetsSchema, JSON.parse(readFileSync(file, 'utf8'))).release ?? {}
}

async function servedBytes({ folder, files }: BuiltRelease): Promise<number> {
  let total = 0
  for (const file of files.filter((each) => each !== 'record.json')) {
    const bytes = readFileSync(path.join(folder, file))
    total += (await compress(file, bytes))?.br.length ?? bytes.length
  }
  return total
}

/** @throws Error naming every build that is larger than its budget. */
export async function checkBudgets(builds: readonly BuiltRelease[], budgets: ReleaseBudgets = releaseBudgets()): Promise<void> {
  const over: string[] = []
  for (const build of builds) {
    const { name, version } = build.record
    const budget = Object.hasOwn(budgets, name) ? budgets[name] : undefined
    const size = budget === undefined ? 0 : (await servedBytes(build)) / 1024
    if (budget !== undefined && size > budget) over.push(`${name} ${version} is ${size.toFixed(1)} KB, over its budget of ${budget} KB`)
  }
  if (over.length > 0) throw new Error(`Refused, nothing was changed:\n  ${over.join('\n  ')}\nMake it smaller, or raise the budget in budgets.json.`)
}

/** Reads the record of a listed version. */
export type ReadRecord = (name: string, version: string) => Promise<ReleaseRecord>

function incompatibility(host: ReleaseRecord, remote: ReleaseRecord): string | undefined {
  const what = `${remote.name} ${remote.version}`
  const by = `${host.name} ${host.version}`
  if (remote.platform !== host.platform) return `${what} was built for platform ${remote.platform}, ${by} provides ${host.platform}`
  // Records of old hosts do not say.
  if (!host.accepts) return undefined
  const known = host.accepts[remote.name] ?? [1]
  if (known.includes(remote.contract)) return undefined
  return `${what} has contract ${remote.contract}, ${by} accepts ${known.join(', ')}`
}

/** Versions that users get today, or may get without a further release. */
const inUse = (listing: Listing | undefined): string[] =>
  listing ? [listing.channels.stable, ...(listing.channels.canary ? [listing.channels.canary.version] : [])] : []

interface Versions {
  readonly inUse: readonly string[]
  /** Of those and of the previews, what this change adds. */
  readonly fresh: readonly string[]
}

function versionsOf(before: Listing | undefined, after: Listing): Versions {
  const used = inUse(after)
  const fresh = used.filter((version) => !inUse(before).includes(version))
  const labels = Object.values(after.channels.previews).filter((version) => !Object.values(before?.channels.previews ?? {}).includes(version))
  return { inUse: used, fresh: [...new Set([...fresh, ...labels])] }
}

/** What this change combines: a new version of a remote with every host in use, a new host with every remote in use. */
async function pairs(before: Registry['listings'], after: Registry['listings'], read: ReadRecord): Promise<[ReleaseRecord, ReleaseRecord][]> {
  const { [hostName]: host, ...remotes } = after
  if (!host) return []
  const hosts = versionsOf(before[hostName], host)
  const found = Object.values(remotes).flatMap((listing) => {
    const { inUse: used, fresh } = versionsOf(before[listing.name], listing)
    const newHosts = used.flatMap((version) => hosts.fresh.map((by) => [by, listing.name, version] as const))
    return [...newHosts, ...fresh.flatMap((version) => hosts.inUse.map((by) => [by, listing.name, version] as const))]
  })
  const once = new Map(found.map((pair) => [pair.join(' '), pair]))
  return Promise.all([...once.values()].map(async ([by, name, version]) => [await read(hostName, by), await read(name, version)]))
}

/**
 * Checks that the hosts and remotes that a change combines are compatible. Pairs that were combined before are not
 * checked again: they are not the fault of this change.
 *
 * @throws Error naming every pair that is not.
 */
export async function checkContracts(before: Registry['listings'], after: Registry['listings'], read: ReadRecord): Promise<void> {
  const problems = (await pairs(before, after, read)).map(([host, remote]) => incompatibility(host, remote)).filter((text) => text !== undefined)
  if (problems.length === 0) return
  throw new Error(
    `Refused, nothing was changed:\n  ${problems.join('\n  ')}\nFirst release a host that accepts both versions (docs/deploying.md), or use --force.`,
  )
}
