import { type Listing, remoteNameSchema, versionSchema, type StoppedCanary } from '@atrium/protocol'
import { addStoppedCanary, parseStored, storeLayout } from '@atrium/store'
import * as v from 'valibot'
import { chooseReleases, type IsStopped, type User } from './channels.ts'
import { errorMessage } from './log.ts'
import type { ReleaseSource } from './release-source.ts'

/** How often something happened out of how often it could. */
export interface Share {
  readonly hits: number
  readonly of: number
}

const logFactorials: number[] = [0]
function logFactorial(n: number): number {
  for (let next = logFactorials.length; next <= n; next++)
    logFactorials[next] = (logFactorials[next - 1] ?? 0) + Math.log(next)
  return logFactorials[n] ?? 0
}

const logChoose = (n: number, k: number): number => logFactorial(n) - logFactorial(k) - logFactorial(n - k)

/**
 * Fisher's exact test, one-sided: the probability that `a` would be hit as often as it was, or more,
 * if it were no worse than `b`. Right for small numbers too.
 */
export function fisher(a: Share, b: Share): number {
  const hits = a.hits + b.hits
  const all = logChoose(a.of + b.of, hits)
  let probability = 0
  for (let k = a.hits; k <= Math.min(a.of, hits); k++) {
    if (hits - k <= b.of) probability += Math.exp(logChoose(a.of, k) + logChoose(b.of, hits - k) - all)
  }
  return Math.min(1, probability)
}

/** Complementary error function (Abramowitz and Stegun, 7.1.26); error below 2e-7. */
function tail(z: number): number {
  const x = Math.abs(z) / Math.SQRT2
  const t = 1 / (1 + 0.3275911 * x)
  const polynomial = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
  const half = 0.5 * polynomial * Math.exp(-x * x)
  return z >= 0 ? half : 1 - half
}

interface Ranked {
  readonly value: number
  readonly ofA: boolean
}

function rankSum(ranked: readonly Ranked[]): number {
  let sum = 0
  for (let start = 0; start < ranked.length;) {
    let end = start
    while (end < ranked.length && ranked[end]?.value === ranked[start]?.value) end++
    // Equal values share the mean of their ranks.
    const rank = (start + 1 + end) / 2
    for (; start < end; start++) if (ranked[start]?.ofA) sum += rank
  }
  return sum
}

/**
 * Mann-Whitney U test, one-sided, by the normal approximation (for eight values or more on each side):
 * the probability that `a` would be as large as it is if it came from where `b` comes from.
 */
export function rankSumTest(a: readonly number[], b: readonly number[]): number {
  const ranked = [...a.map((value) => ({ value, ofA: true })), ...b.map((value) => ({ value, ofA: false }))]
  const sum = rankSum(ranked.sort((one, other) => one.value - other.value))
  const mean = (a.length * (a.length + b.length + 1)) / 2
  const deviation = Math.sqrt((a.length * b.length * (a.length + b.length + 1)) / 12)
  return deviation === 0 ? 1 : tail((sum - mean - 0.5) / deviation)
}

const of = { remote: remoteNameSchema, release: versionSchema, visit: v.pipe(v.string(), v.maxLength(40)) }

const reportSchema = v.variant('type', [
  v.object({ type: v.literal('use'), ...of }),
  v.object({ type: v.literal('error'), code: v.pipe(v.string(), v.maxLength(80)), ...of }),
  v.object({
    type: v.literal('vital'),
    name: v.picklist(['LCP', 'INP', 'CLS']),
    value: v.pipe(v.number(), v.minValue(0)),
    ...of,
  }),
])

type HealthReport = v.InferOutput<typeof reportSchema>

/** Errors that are no fault of a release. */
const excused = new Set(['REMOTE_OFFLINE', 'REMOTE_DISABLED'])

/** Reports of one request that are counted. Beyond it: further ones of the same request are ignored. */
const maxReports = 200

/** Of what a page sent, the part that says how a release is doing; the rest is left out. */
function parseReports(body: unknown): HealthReport[] {
  if (!Array.isArray(body)) return []
  return body.slice(0, maxReports).flatMap((each: unknown) => {
    const parsed = v.safeParse(reportSchema, each)
    const counts = parsed.success && !(parsed.output.type === 'error' && excused.has(parsed.output.code))
    return counts ? [parsed.output] : []
  })
}

/** Who a report comes from. */
export interface Reporter {
  /** Decides which releases they get: what they report of others does not count. */
  readonly user: User
  /** The same for all that may be one person: the account, or the client's address where there are no accounts. */
  readonly person: string
}

interface UserReport extends Reporter {
  readonly report: HealthReport
}

/** What browsers reported of one release. */
interface ReleaseHealth {
  /** Visits in which it was to be rendered. */
  readonly visits: number
  /** Of these, visits in which it failed. */
  readonly failed: number
  /** How many people had the visits in which it failed. */
  readonly peopleFailed: number
  /** By vital (`LCP`, `INP`, `CLS`), one value a visit. */
  readonly vitals: ReadonlyMap<string, readonly number[]>
}

/**
 * Visits of one user that count: one with a broken browser, or with bad intent, counts as one among many. Beyond it:
 * further ones are not counted.
 */
const visitsPerPerson = 5

/**
 * Visits of one release that are counted; what a release is like is clear long before. Beyond it: further ones are
 * not counted.
 */
const maxVisits = 5000

/** Gathers what browsers report of one release, each visit once. */
function createSample() {
  const visits = new Map<string, { readonly person: string; failed: boolean; readonly vitals: Map<string, number> }>()
  const people = new Map<string, number>()
  const visitOf = ({ person, report }: UserReport) => {
    const key = `${person} ${report.visit}`
    const known = visits.get(key)
    if (known) return known
    const before = people.get(person) ?? 0
    if (before >= visitsPerPerson || visits.size >= maxVisits) return undefined
    people.set(person, before + 1)
    const visit = { person, failed: false, vitals: new Map<string, number>() }
    visits.set(key, visit)
    return visit
  }
  return {
    add(personal: UserReport): void {
      const visit = visitOf(personal)
      const { report } = personal
      if (visit && report.type === 'error') visit.failed = true
      if (report.type === 'vital') visit?.vitals.set(report.name, report.value)
    },
    health(): ReleaseHealth {
      const vitals = new Map<string, number[]>()
      const failed = [...visits.values()].filter((visit) => visit.failed)
      for (const visit of visits.values()) {
        for (const [name, value] of visit.vitals) {
          const values = vitals.get(name)
          if (values) values.push(value)
          else vitals.set(name, [value])
        }
      }
      return {
        visits: visits.size,
        failed: failed.length,
        peopleFailed: new Set(failed.map(({ person }) => person)).size,
        vitals,
      }
    },
  }
}

/** What counts as proof, so that chance stops one canary in a thousand at most. */
const proof = {
  /** Below this many visits nothing is decided. */
  visits: 5,
  /** Below this many people for whom it failed nothing is decided: no one stops a canary alone, or with one other. */
  people: 3,
  /** Probability that it is chance. */
  chance: 0.001,
  /** Values of a vital on each side. */
  values: 20,
  /** How much worse the 75th percentile must be: a significant difference that no user notices does not count. */
  slowdown: 1.25,
} as const

/** A release without visits is assumed to fail once in a hundred visits. */
const expected = { hits: 1, of: 100 } as const

const shareOf = ({ failed, visits }: ReleaseHealth): string => `${failed} of ${visits} visits`

function percentile75(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length * 0.75)] ?? 0
}

function failing(canary: ReleaseHealth, stable: ReleaseHealth): string | undefined {
  if (canary.visits < proof.visits || canary.peopleFailed < proof.people) return undefined
  const before = { hits: stable.failed + expected.hits, of: stable.visits + expected.of }
  if (fisher({ hits: canary.failed, of: canary.visits }, before) >= proof.chance) return undefined
  return `failed in ${shareOf(canary)}, the current release in ${shareOf(stable)}`
}

const round = (value: number): string => (value < 10 ? value.toFixed(2) : value.toFixed(0))

function slower(canary: ReleaseHealth, stable: ReleaseHealth): string | undefined {
  for (const [name, values] of canary.vitals) {
    const before = stable.vitals.get(name) ?? []
    if (values.length < proof.values || before.length < proof.values) continue
    const [now, then] = [percentile75(values), percentile75(before)]
    if (now <= then * proof.slowdown || rankSumTest(values, before) >= proof.chance) continue
    return `${name} ${round(now)}, with the current release ${round(then)} (75th percentile of ${values.length} and ${before.length})`
  }
  return undefined
}

/** Why a canary has to stop, in figures; undefined as long as nothing is proven against it. */
const reasonToStop = (canary: ReleaseHealth, stable: ReleaseHealth): string | undefined =>
  failing(canary, stable) ?? slower(canary, stable)

/** A canary and the release it is compared with. */
interface Comparison {
  readonly canary: string
  readonly stable: string
  readonly samples: Readonly<Record<'canary' | 'stable', ReturnType<typeof createSample>>>
}

/** The samples of canaries that are in progress. What ends a canary ends its samples: the next one has its own. */
function createComparisons() {
  const comparisons = new Map<string, Comparison>()
  const comparisonOf = (
    { name, channels: { canary, stable } }: Listing,
    isStopped: IsStopped,
  ): Comparison | undefined => {
    const known = comparisons.get(name)
    if (!canary || isStopped(name, canary.version)) {
      comparisons.delete(name)
      return undefined
    }
    if (known?.canary === canary.version && known.stable === stable) return known
    const comparison = { canary: canary.version, stable, samples: { canary: createSample(), stable: createSample() } }
    comparisons.set(name, comparison)
    return comparison
  }
  return {
    /** @returns Whether the report was of a canary that is in progress, or of what it is compared with. */
    add(listing: Listing, isStopped: IsStopped, personal: UserReport): boolean {
      const comparison = comparisonOf(listing, isStopped)
      // A release in no channel, or one that a client made up, takes no memory.
      if (!comparison || ![comparison.canary, comparison.stable].includes(personal.report.release)) return false
      if (chooseReleases(listing, personal.user, isStopped)[0] !== personal.report.release) return false
      comparison.samples[personal.report.release === comparison.canary ? 'canary' : 'stable'].add(personal)
      return true
    },
    /** The canary of a remote that has to stop, and why; undefined as long as nothing is proven. */
    decide(name: string): { readonly version: string; readonly reason: string } | undefined {
      const comparison = comparisons.get(name)
      const reason = comparison && reasonToStop(comparison.samples.canary.health(), comparison.samples.stable.health())
      return reason === undefined ? undefined : { version: comparison?.canary ?? '', reason }
    },
    forget: (name: string): void => void comparisons.delete(name),
  }
}

/** Milliseconds between two attempts to write. */
const retryInterval = 5000

interface UnsavedOptions {
  readonly write: (canary: StoppedCanary) => Promise<void>
  /** Called once until a write succeeds again. */
  readonly failed: (error: unknown) => void
  readonly now: () => number
}

/** What this process has stopped and could not write into the store yet. */
function createUnsaved({ write, failed, now }: UnsavedOptions) {
  const unsaved = new Set<StoppedCanary>()
  let triedAt = -Infinity
  let isReported = false
  const attempt = async (canary: StoppedCanary): Promise<void> => {
    triedAt = now()
    try {
      await write(canary)
      unsaved.delete(canary)
      isReported = false
    } catch (error) {
      if (!isReported) failed(error)
      isReported = true
    }
  }
  return {
    all: (): Iterable<StoppedCanary> => unsaved,
    /** Writes one; it is among `all` until that has succeeded. */
    async add(canary: StoppedCanary): Promise<void> {
      unsaved.add(canary)
      await attempt(canary)
    },
    /** Writes what could not be written before, if that is a while ago. */
    retry(): void {
      if (unsaved.size === 0 || now() - triedAt < retryInterval) return
      for (const canary of unsaved) void attempt(canary)
    },
  }
}

interface CanaryOptions {
  readonly source: Pick<ReleaseSource, 'store' | 'watch'>
  readonly listing: (remote: string) => Promise<Listing | undefined>
  readonly warn: (line: string) => void
  /** Default: `Date.now`. */
  readonly now?: () => number
}

/**
 * Compares what browsers report of a canary with what they report of the current release, and stops the
 * canary when the difference is proven. Reports count from people the sessions know, of the release they are given, and
 * a few of each; it takes several people for whom it failed.
 */
export function createCanaryAnalysis({ source, listing, warn, now = Date.now }: CanaryOptions) {
  const comparisons = createComparisons()
  const saved = source.watch({
    path: storeLayout.stoppedCanaries,
    parse: (text) => parseStored('stoppedCanaries', text),
    initial: { stopped: [] },
    warn,
  })
  const unsaved = createUnsaved({
    now,
    async write(canary) {
      await addStoppedCanary(source.store, canary)
      await saved.renew()
    },
    failed: (error) =>
      warn(
        `${storeLayout.stoppedCanaries} cannot be written, only this gateway has stopped it and tries again: ${errorMessage(error)}`,
      ),
  })
  /** Lists the canaries that have been halted, by any gateway. */
  const stopped = async (): Promise<IsStopped> => {
    unsaved.retry()
    const known = (await saved.current()).stopped
    return (remote, version) =>
      [...known, ...unsaved.all()].some((each) => each.remote === remote && each.version === version)
  }
  const decide = async (name: string): Promise<void> => {
    const decision = comparisons.decide(name)
    if (!decision) return
    const { version, reason } = decision
    // Released as a canary again, it is decided by what it does then.
    comparisons.forget(name)
    warn(`canary ${version} of ${name} is stopped: it ${reason}`)
    await unsaved.add({ remote: name, version, at: new Date(now()).toISOString(), reason })
  }
  return {
    stopped,
    /** Records the reports of a user's page. */
    async record(reporter: Reporter, body: unknown): Promise<void> {
      const isStopped = await stopped()
      const changed = new Set<string>()
      for (const report of parseReports(body)) {
        const known = await listing(report.remote)
        if (known && comparisons.add(known, isStopped, { ...reporter, report })) changed.add(report.remote)
      }
      for (const name of changed) await decide(name)
    },
  }
}

export type CanaryAnalysis = ReturnType<typeof createCanaryAnalysis>
