import { developmentVersion, releaseRecordSchema, type RegistryEntry } from '@atrium/protocol'
import type { Override } from '@atrium/mail-contracts'
import * as v from 'valibot'
import { errorMessage } from '../errors/error-facts.ts'
import { withRemotes, type SiteRegistry } from './site-registry.ts'

/** Milliseconds. A dev server answers at once or is compiling. */
const patience = 5000

async function entryFrom(name: string, base: string): Promise<RegistryEntry> {
  const response = await fetch(`${base}${developmentVersion}/record.json`, {
    signal: AbortSignal.timeout(patience),
    redirect: 'error',
  })
  if (!response.ok) throw new Error(`it answered ${response.status}; does it compile?`)
  const record = v.parse(releaseRecordSchema, await response.json())
  if (record.name !== name) throw new Error(`${record.name} is there`)
  return { name, base, releases: [record] }
}

const reason = (error: unknown): string =>
  // What `fetch` throws for any failure of the network.
  Reflect.get(Object(error), 'name') === 'TypeError' ? 'nothing answers there; run `pnpm dev` with its name' : errorMessage(error)

/** A registry, and what became of each override. */
export interface Overridden {
  readonly registry: SiteRegistry
  readonly overrides: readonly Override[]
}

/**
 * The registry with some remotes taken from dev servers, as they are at this moment. One that was
 * refused, or does not answer, is taken from its release, and says why.
 */
export async function withOverrides(registry: SiteRegistry, wanted: readonly Override[]): Promise<Overridden> {
  if (wanted.length === 0) return { registry, overrides: [] }
  const taken = new Map<string, RegistryEntry>()
  const overrides = await Promise.all(
    wanted.map(async (override): Promise<Override> => {
      if (override.refused !== undefined) return override
      try {
        taken.set(override.remote, await entryFrom(override.remote, override.base))
        return override
      } catch (error) {
        return { ...override, refused: reason(error) }
      }
    }),
  )
  return { registry: withRemotes(registry, taken), overrides }
}
