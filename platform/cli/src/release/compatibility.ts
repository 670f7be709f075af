import {
  platformRange,
  platformsOf,
  runsOn,
  satisfies,
  type Listing,
  type Registry,
  type ReleaseRecord,
  type Requirement,
} from '@atrium/protocol'
import { hostName } from '../project.ts'

// Whether a change of the registry leaves users with releases that work together.

/** Reads the record of a listed version. */
export type ReadRecord = (name: string, version: string) => Promise<ReleaseRecord>

type Listings = Registry['listings']

const isOn = (listing: Listing | undefined): listing is Listing =>
  listing !== undefined && listing.disabled === undefined && listing.retired === undefined

/** Versions that users get today, or may get without a further release. */
const inUse = (listing: Listing | undefined): string[] =>
  isOn(listing) ? [listing.channels.stable, ...(listing.channels.canary ? [listing.channels.canary.version] : [])] : []

interface Versions {
  readonly inUse: readonly string[]
  /** Of those and of the previews, what this change adds. */
  readonly fresh: readonly string[]
}

function versionsOf(before: Listing | undefined, after: Listing | undefined): Versions {
  const used = inUse(after)
  const fresh = used.filter((version) => !inUse(before).includes(version))
  const labels = Object.values(after?.channels.previews ?? {}).filter(
    (version) => !Object.values(before?.channels.previews ?? {}).includes(version),
  )
  return { inUse: used, fresh: [...new Set([...fresh, ...(isOn(after) ? labels : [])])] }
}

/** Pairs of versions of which this change adds at least one. */
const newPairs = (one: Versions, other: Versions): (readonly [string, string])[] => [
  ...new Map(
    [
      ...one.fresh.flatMap((version) => other.inUse.map((by) => [version, by] as const)),
      ...other.fresh.flatMap((by) => one.inUse.map((version) => [version, by] as const)),
      ...one.fresh.flatMap((version) => other.fresh.map((by) => [version, by] as const)),
    ].map((pair) => [pair.join(' '), pair] as const),
  ).values(),
]

const titleOf = ({ name, version }: ReleaseRecord): string => `${name} ${version}`

function hostProblem(host: ReleaseRecord, remote: ReleaseRecord): string | undefined {
  const provided = platformsOf(host)
  if (!runsOn(remote, provided))
    return `${titleOf(remote)} runs on platform ${platformRange(remote)}, ${titleOf(host)} provides ${provided.join(', ')}`
  // Records of old hosts do not say.
  if (!host.accepts) return undefined
  const known = host.accepts[remote.name] ?? [1]
  if (known.includes(remote.contract)) return undefined
  return `${titleOf(remote)} has contract ${remote.contract}, ${titleOf(host)} accepts ${known.join(', ')}`
}

/** Every new combination of a host and a remote. */
async function hostProblems(before: Listings, after: Listings, read: ReadRecord): Promise<string[]> {
  const { [hostName]: host, ...remotes } = after
  const hosts = versionsOf(before[hostName], host)
  const found = await Promise.all(
    Object.values(remotes).map(async ({ name }) => {
      const pairs = newPairs(versionsOf(before[name], after[name]), hosts)
      return Promise.all(
        pairs.map(async ([version, by]) => hostProblem(await read(hostName, by), await read(name, version))),
      )
    }),
  )
  return found.flat().filter((problem) => problem !== undefined)
}

const remoteOf = (federatedName: string): string => federatedName.slice(0, federatedName.indexOf('/'))

interface Need {
  /** `settings 1a2b…`, and where users have it. */
  readonly consumer: string
  /** `bookings/next` */
  readonly module: string
  readonly requirement: Requirement
}

/** What a release lacks of what another needs of it. */
function missingOf({ consumer, module, requirement }: Need, provider: ReleaseRecord, former?: ReleaseRecord): string[] {
  const exposed = `./${module.slice(module.indexOf('/') + 1)}`
  const needs = `${consumer} needs ${module} ${requirement.range}`
  if (!Object.hasOwn(provider.exposes, exposed)) return [`${needs}, ${titleOf(provider)} exposes no ${exposed}`]
  // Records of before ranges do not say their version.
  if (provider.packageVersion !== undefined && !satisfies(provider.packageVersion, requirement.range))
    return [`${needs}, ${titleOf(provider)} is ${provider.packageVersion}`]
  const shape = provider.shapes?.[exposed]
  if (!shape) return []
  const wanted = requirement.exports ?? Object.keys(former?.shapes?.[exposed] ?? {})
  const missing = wanted.filter((each) => !Object.hasOwn(shape, each))
  return missing.length > 0
    ? [`${consumer} needs ${missing.join(', ')} of ${module}, which ${titleOf(provider)} does not export`]
    : []
}

/** Where users have a version: `stable`, `canary`, `preview new-list`. */
function channelOf({ channels }: Listing, version: string): string {
  if (channels.stable === version) return 'stable'
  if (channels.canary?.version === version) return 'canary'
  return `preview ${Object.entries(channels.previews).find(([, each]) => each === version)?.[0] ?? ''}`.trim()
}

interface Comparison {
  readonly before: Listings
  readonly after: Listings
  readonly read: ReadRecord
}

/** What one remote needs of another, in every combination that this change adds. */
async function needProblems(
  { before, after, read }: Comparison,
  consumer: Listing,
  provider: string,
): Promise<string[]> {
  const consumers = versionsOf(before[consumer.name], consumer)
  const providers = versionsOf(before[provider], after[provider])
  const former = isOn(before[provider]) ? before[provider].channels.stable : undefined
  const isGone = former !== undefined && !isOn(after[provider])
  const needsOf = async (version: string): Promise<Need[]> => {
    const record = await read(consumer.name, version)
    return Object.entries(record.requires ?? {})
      .filter(([module]) => remoteOf(module) === provider)
      .map(([module, requirement]) => ({
        consumer: `${titleOf(record)} (${channelOf(consumer, version)})`,
        module,
        requirement,
      }))
  }
  if (!isOn(after[provider])) {
    const affected = await Promise.all(
      (isGone ? [...new Set([...consumers.inUse, ...Object.values(consumer.channels.previews)])] : consumers.fresh).map(
        needsOf,
      ),
    )
    const how = !Object.hasOwn(after, provider) ? 'which is not released' : 'which is switched off'
    return affected
      .flat()
      .filter(({ requirement }) => !requirement.optional)
      .map(({ consumer: by, module }) => `${by} needs ${module}, ${isGone ? 'which would be gone' : how}`)
  }
  const problems = await Promise.all(
    newPairs(consumers, providers).map(async ([version, by]) => {
      const record = await read(provider, by)
      const old = former === undefined || former === by ? undefined : await read(provider, former)
      return (await needsOf(version)).flatMap((need) => missingOf(need, record, old))
    }),
  )
  return problems.flat()
}

/**
 * Checks that the releases that a change combines work together: hosts and remotes by platform and contract, remotes
 * (and the host) with what they need of others. What was combined before is not checked again: it is not the fault of
 * this change.
 *
 * @param before - Listings as they are.
 * @param after - Listings as they would be; of each, `channels`, `disabled`, `retired` and `needs` count.
 * @throws Error naming every pair that does not work, and who needs what.
 */
export async function checkCompatibility(before: Listings, after: Listings, read: ReadRecord): Promise<void> {
  const touched = new Set(
    [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => before[name] !== after[name]),
  )
  const needs = Object.values(after)
    .filter(isOn)
    .flatMap((consumer) => (consumer.needs ?? []).map((provider) => ({ consumer, provider })))
    .filter(({ consumer, provider }) => touched.has(consumer.name) || touched.has(provider))
  const found = await Promise.all([
    hostProblems(before, after, read),
    ...needs.map(({ consumer, provider }) => needProblems({ before, after, read }, consumer, provider)),
  ])
  const problems = [...new Set(found.flat())].sort()
  if (problems.length === 0) return
  throw new Error(
    `Refused, nothing was changed:\n  ${problems.join('\n  ')}\n` +
      'First release what works with both versions (docs/deploying.md, "What a release is checked for"), or use --force.',
  )
}

/** Remotes of which releases need something, for the listing: a check of one remote reads only those that need it. */
export const neededRemotes = (records: readonly ReleaseRecord[]): string[] =>
  [...new Set(records.flatMap(({ requires }) => Object.keys(requires ?? {}).map(remoteOf)))].sort()
