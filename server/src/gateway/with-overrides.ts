import { releaseRecordSchema, type Registry, type RegistryEntry } from '@atrium/contracts'
import * as v from 'valibot'
import { errorMessage } from '../errors/error-facts.ts'

/** Version of what a dev server serves; see configs/webpack/release-name.ts. */
const developmentVersion = '000000000000'

/** Milliseconds. A dev server answers at once or is compiling. */
const patience = 2000

async function entryFrom(name: string, base: string): Promise<RegistryEntry> {
  const response = await fetch(`${base}${developmentVersion}/record.json`, { signal: AbortSignal.timeout(patience) })
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`)
  const record = v.parse(releaseRecordSchema, await response.json())
  if (record.name !== name) throw new Error(`${response.url} is of ${record.name}`)
  return { name, base, releases: [record] }
}

/**
 * The registry with some remotes taken from dev servers, as they are at this moment. One that does
 * not answer is taken from its release.
 */
export async function withOverrides(
  registry: Registry,
  overrides: ReadonlyMap<string, string>,
  warn: (line: string) => void,
): Promise<Registry> {
  if (overrides.size === 0) return registry
  const entries = await Promise.all(
    [...overrides].map(async ([name, base]) => {
      try {
        return [[name, await entryFrom(name, base)] as const]
      } catch (error) {
        warn(`${name} is not taken from ${base}: ${errorMessage(error)}`)
        return []
      }
    }),
  )
  return { ...registry, remotes: { ...registry.remotes, ...Object.fromEntries(entries.flat()) } }
}
