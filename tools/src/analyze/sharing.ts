import { readFileSync } from 'node:fs'

interface StatsModule {
  readonly name?: string
  readonly modules?: readonly StatsModule[]
}

/** A library that federation shares, as one build sees it. */
export interface SharedUse {
  readonly piece: string
  readonly library: string
  readonly provides: boolean
  /** Own copy for the case that nobody provides it: in a page with a host, never used. */
  readonly fallback: string | undefined
}

const provided = /^provide shared module \([^)]*\) (@?[^@]+)@/
const consumed = /^consume shared module \([^)]*\) (@?[^@]+)@\S*(?:.*\(fallback: ([^)]+)\))?/

const flat = (modules: readonly StatsModule[]): StatsModule[] =>
  modules.flatMap((module) => [module, ...flat(module.modules ?? [])])

function useOf(piece: string, name: string): SharedUse | undefined {
  const [, given] = provided.exec(name) ?? []
  if (given !== undefined) return { piece, library: given, provides: true, fallback: undefined }
  const [, taken, fallback] = consumed.exec(name) ?? []
  return taken === undefined ? undefined : { piece, library: taken, provides: false, fallback }
}

/** Who gives and who takes which library, by the bundler's own word. */
export function sharedUses(piece: string, statsFile: string): SharedUse[] {
  const { modules = [] } = JSON.parse(readFileSync(statsFile, 'utf8')) as { modules?: StatsModule[] }
  const uses = flat(modules).flatMap(({ name = '' }) => useOf(piece, name) ?? [])
  return [...new Map(uses.map((use) => [`${use.library} ${use.provides}`, use])).values()]
}

export interface Sharing {
  readonly library: string
  readonly providedBy: readonly string[]
  readonly usedBy: readonly string[]
  readonly unusedCopies: readonly string[]
}

/** By library: who it resolves to at run time, and which copies never run. */
export function sharing(uses: readonly SharedUse[]): Sharing[] {
  return [...new Set(uses.map(({ library }) => library))].toSorted().map((library) => {
    const own = uses.filter((use) => use.library === library)
    const providedBy = own.filter(({ provides }) => provides).map(({ piece }) => piece)
    const copies = own.filter(({ fallback, piece }) => fallback !== undefined && !providedBy.includes(piece))
    return {
      library,
      providedBy,
      usedBy: own.filter(({ provides, piece }) => !provides && !providedBy.includes(piece)).map(({ piece }) => piece),
      unusedCopies: copies.map(({ piece, fallback }) => `${fallback} in ${piece}`),
    }
  })
}
