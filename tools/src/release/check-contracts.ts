import type { Listing, Registry, ReleaseRecord } from '@atrium/protocol'

/** Reads the record of a listed version. */
export type ReadRecord = (name: string, version: string) => Promise<ReleaseRecord>

function problem(shell: ReleaseRecord, remote: ReleaseRecord): string | undefined {
  const what = `${remote.name} ${remote.version}`
  const host = `shell ${shell.version}`
  if (remote.platform !== shell.platform) return `${what} was built for platform ${remote.platform}, ${host} provides ${shell.platform}`
  // A shell from before it was written down.
  if (!shell.accepts) return undefined
  const known = shell.accepts[remote.name] ?? [1]
  if (known.includes(remote.contract)) return undefined
  return `${what} keeps contract ${remote.contract}, ${host} knows ${known.join(', ')}`
}

/** What people get today or may get by themselves tomorrow. */
const inUse = (listing: Listing | undefined): string[] =>
  listing ? [listing.channels.stable, ...(listing.channels.canary ? [listing.channels.canary.version] : [])] : []

interface Versions {
  readonly inUse: readonly string[]
  /** Of those and of the previews, what this change brought. */
  readonly fresh: readonly string[]
}

function versionsOf(before: Listing | undefined, after: Listing): Versions {
  const used = inUse(after)
  const fresh = used.filter((version) => !inUse(before).includes(version))
  const labels = Object.values(after.channels.previews).filter((version) => !Object.values(before?.channels.previews ?? {}).includes(version))
  return { inUse: used, fresh: [...new Set([...fresh, ...labels])] }
}

/** What this change brings together: a new version of a remote with every shell in use, a new shell with every remote in use. */
async function pairs(before: Registry['listings'], after: Registry['listings'], read: ReadRecord): Promise<[ReleaseRecord, ReleaseRecord][]> {
  const { shell, ...remotes } = after
  if (!shell) return []
  const shells = versionsOf(before['shell'], shell)
  const found = Object.values(remotes).flatMap((listing) => {
    const { inUse: used, fresh } = versionsOf(before[listing.name], listing)
    const newShells = used.flatMap((version) => shells.fresh.map((host) => [host, listing.name, version] as const))
    return [...newShells, ...fresh.flatMap((version) => shells.inUse.map((host) => [host, listing.name, version] as const))]
  })
  const once = new Map(found.map((pair) => [pair.join(' '), pair]))
  return Promise.all([...once.values()].map(async ([host, name, version]) => [await read('shell', host), await read(name, version)]))
}

/**
 * Whether shells and remotes that a change brings together understand one another. What did not before is
 * not the fault of this change.
 *
 * @throws Error naming every pair that does not.
 */
export async function checkContracts(before: Registry['listings'], after: Registry['listings'], read: ReadRecord): Promise<void> {
  const problems = (await pairs(before, after, read)).map(([shell, remote]) => problem(shell, remote)).filter((text) => text !== undefined)
  if (problems.length === 0) return
  throw new Error(
    `refused, nothing was changed:\n  ${problems.join('\n  ')}\nRelease a shell that knows both versions first (docs/deploying.md), or --force.`,
  )
}
