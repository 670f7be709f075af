import { releaseRecordSchema, vendorFile } from '@atrium/protocol'
import { readFileSync, existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'
import { budgetOf, type Budgets } from '../budgets.ts'
import { hostName } from '../project.ts'
import { sentFor, type AnalysedBuild } from './read-build.ts'

/** What a first visit to a page needs before it can render: bytes, brotli. */
export interface FirstLoad {
  /** Remote whose page it is. */
  readonly route: string
  readonly host: number
  readonly remote: number
}

/** By route: the host's start files, and entry and page of the remote. */
function firstLoads(builds: readonly AnalysedBuild[]): FirstLoad[] {
  const host = builds.find(({ name }) => name === hostName)
  if (!host) return []
  return builds
    .filter((build) => build !== host && './page' in build.exposes)
    .map((build) => ({
      route: build.name,
      host: sentFor(host, host.exposes['./start'] ?? []),
      remote: sentFor(build, [build.entry, ...(build.exposes['./page'] ?? [])]),
    }))
}

/** Everything a build can ever send. */
const wholeOf = ({ files }: AnalysedBuild): number => files.reduce((sum, { brotli }) => sum + brotli, 0)

interface Spent {
  readonly name: string
  readonly spent: number
  /** Bytes. Undefined when there is none, which counts as over it: a new package is to be given one. */
  readonly budget: number | undefined
}

const bytes = (budget: number | undefined): number | undefined => (budget === undefined ? undefined : budget * 1024)

/** What everything with a budget costs. */
export const spending = (builds: readonly AnalysedBuild[], budgets: Budgets): Spent[] => [
  ...firstLoads(builds).map(({ route, host, remote }) => ({
    name: `page of ${route}`,
    spent: host + remote,
    budget: bytes(budgetOf(budgets.routes, route)),
  })),
  ...builds.map((build) => ({
    name: `all of ${build.name}`,
    spent: wholeOf(build),
    budget: bytes(budgetOf(budgets.release, build.name)),
  })),
]

export const isOver = ({ spent, budget }: Spent): boolean => budget === undefined || spent > budget

/** The same code in several builds. */
interface Repeated {
  /** A whole package: that is what can be shared. */
  readonly owner: string
  /** Name of a build → minified bytes in it. */
  readonly builds: Readonly<Record<string, number>>
  /** Minified bytes that a user who opens everything receives more than once. */
  readonly saving: number
}

/** What is in more than one build, and what would be saved if one build shared it with the others. */
export function repeatedModules(builds: readonly AnalysedBuild[]): Repeated[] {
  const found = new Map<string, Map<string, Map<string, number>>>()
  for (const build of builds) {
    for (const { owner, file, size } of build.files.flatMap(({ modules }) => modules)) {
      if (owner === 'webpack') continue
      const files = found.get(owner) ?? new Map<string, Map<string, number>>()
      const sizes = files.get(file) ?? new Map<string, number>()
      sizes.set(build.name, (sizes.get(build.name) ?? 0) + size)
      found.set(owner, files.set(file, sizes))
    }
  }
  return [...found]
    .map(([owner, files]) =>
      repeatedOf(
        owner,
        [...files.values()].filter((sizes) => sizes.size > 1),
      ),
    )
    .filter(({ saving }) => saving > 0)
    .toSorted((a, b) => b.saving - a.saving)
}

function repeatedOf(owner: string, files: readonly ReadonlyMap<string, number>[]): Repeated {
  const builds: Record<string, number> = {}
  let saving = 0
  for (const sizes of files) {
    for (const [build, size] of sizes) builds[build] = (builds[build] ?? 0) + size
    saving += [...sizes.values()].reduce((sum, size) => sum + size, 0) - Math.max(...sizes.values())
  }
  return { owner, builds, saving }
}

interface StatsModule {
  readonly name?: string
  readonly modules?: readonly StatsModule[]
}

/** A library that federation shares, as one build sees it. */
interface SharedUse {
  readonly build: string
  readonly library: string
  readonly provides: boolean
  /** Its own copy for pages without a provider: never used in a page with a host. */
  readonly fallback: string | undefined
}

const provided = /^provide shared module \([^)]*\) (@?[^@]+)@/
const consumed = /^consume shared module \([^)]*\) (@?[^@]+)@\S*(?:.*\(fallback: ([^)]+)\))?/

const flat = (modules: readonly StatsModule[]): StatsModule[] =>
  modules.flatMap((module) => [module, ...flat(module.modules ?? [])])

function useOf(build: string, name: string): SharedUse | undefined {
  const [, given] = provided.exec(name) ?? []
  if (given !== undefined) return { build, library: given, provides: true, fallback: undefined }
  const [, taken, fallback] = consumed.exec(name) ?? []
  return taken === undefined ? undefined : { build, library: taken, provides: false, fallback }
}

/** Which libraries a build provides and consumes, by webpack's statistics. */
export function sharedUses(build: string, statsFile: string): SharedUse[] {
  const { modules = [] } = JSON.parse(readFileSync(statsFile, 'utf8')) as { modules?: StatsModule[] }
  const uses = flat(modules).flatMap(({ name = '' }) => useOf(build, name) ?? [])
  return [...new Map(uses.map((use) => [`${use.library} ${use.provides}`, use])).values()]
}

interface Sharing {
  readonly library: string
  readonly providedBy: readonly string[]
  readonly usedBy: readonly string[]
  readonly unusedCopies: readonly string[]
}

/** By library: which copy runs, and which copies never run. */
function sharing(uses: readonly SharedUse[]): Sharing[] {
  return [...new Set(uses.map(({ library }) => library))].toSorted().map((library) => {
    const own = uses.filter((use) => use.library === library)
    const providedBy = own.filter(({ provides }) => provides).map(({ build }) => build)
    const copies = own.filter(({ fallback, build }) => fallback !== undefined && !providedBy.includes(build))
    return {
      library,
      providedBy,
      usedBy: own.filter(({ provides, build }) => !provides && !providedBy.includes(build)).map(({ build }) => build),
      unusedCopies: copies.map(({ build, fallback }) => `${fallback} in ${build}`),
    }
  })
}

/** A file of npm packages, and how many releases of its build had it. */
interface VendorLife {
  readonly name: string
  readonly file: string
  /** Releases in the store that have it, out of `of`. */
  readonly releases: number
  readonly of: number
  /** Whether the newest release has it. */
  readonly current: boolean
}

interface Release {
  readonly time: number
  readonly vendors: readonly string[]
}

function releasesIn(folder: string): Release[] {
  return readdirSync(folder)
    .map((version) => path.join(folder, version, 'record.json'))
    .filter((file) => existsSync(file))
    .map((file) => {
      const { files } = v.parse(releaseRecordSchema, JSON.parse(readFileSync(file, 'utf8')))
      return {
        time: statSync(file).mtimeMs,
        vendors: Object.keys(files).filter((each) => vendorFile(each) !== undefined),
      }
    })
    .toSorted((a, b) => b.time - a.time)
}

/** How long vendor files stay in a browser's cache: over the last releases that the store has. */
export function vendorLives(store: string, names: readonly string[], last = 20): VendorLife[] {
  return names.flatMap((name) => {
    const folder = path.join(store, name)
    const releases = existsSync(folder) ? releasesIn(folder).slice(0, last) : []
    const files = [...new Set(releases.flatMap(({ vendors }) => vendors))]
    return files.map((file) => ({
      name,
      file,
      releases: releases.filter(({ vendors }) => vendors.includes(file)).length,
      of: releases.length,
      current: releases[0]?.vendors.includes(file) ?? false,
    }))
  })
}

/** Minified bytes of one package within one build. */
interface Owned {
  readonly owner: string
  readonly size: number
}

/** Everything the report shows; saved as JSON, so that later ones can be compared with it. */
export interface Analysis {
  readonly builds: readonly {
    readonly name: string
    readonly version: string
    readonly brotli: number
    readonly files: readonly { readonly file: string; readonly size: number; readonly brotli: number }[]
    readonly owners: readonly Owned[]
  }[]
  readonly firstLoads: readonly FirstLoad[]
  readonly spending: readonly Spent[]
  readonly repeated: readonly Repeated[]
  readonly sharing: readonly Sharing[]
  readonly vendors: readonly VendorLife[]
}

function ownersOf({ files }: AnalysedBuild): Owned[] {
  const sizes = new Map<string, number>()
  for (const { owner, size } of files.flatMap(({ modules }) => modules))
    sizes.set(owner, (sizes.get(owner) ?? 0) + size)
  return [...sizes].map(([owner, size]) => ({ owner, size })).toSorted((a, b) => b.size - a.size)
}

interface AnalysisParts {
  readonly builds: readonly AnalysedBuild[]
  readonly budgets: Budgets
  readonly uses: readonly SharedUse[]
  readonly vendors: readonly VendorLife[]
}

export const analysisOf = ({ builds, budgets, uses, vendors }: AnalysisParts): Analysis => ({
  builds: builds.map((build) => ({
    name: build.name,
    version: build.version,
    brotli: wholeOf(build),
    files: build.files.map(({ file, size, brotli }) => ({ file, size, brotli })),
    owners: ownersOf(build),
  })),
  firstLoads: firstLoads(builds),
  spending: spending(builds, budgets),
  repeated: repeatedModules(builds),
  sharing: sharing(uses),
  vendors,
})

/** What a change costs: one figure before and after. */
export interface Difference {
  readonly name: string
  readonly before: number
  readonly after: number
}

const figures = (analysis: Analysis): Map<string, number> =>
  new Map(analysis.spending.map(({ name, spent }) => [name, spent]))

/** Every route and package whose size changed; what is new was 0, what is removed is 0. */
export function differences(before: Analysis, after: Analysis): Difference[] {
  const [old, now] = [figures(before), figures(after)]
  return [...new Set([...now.keys(), ...old.keys()])]
    .map((name) => ({ name, before: old.get(name) ?? 0, after: now.get(name) ?? 0 }))
    .filter((difference) => difference.before !== difference.after)
}
