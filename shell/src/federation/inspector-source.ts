import { paths, type InspectedRemote, type InspectorSource, type RemoteOff, type SharedCopy } from '@atrium/protocol'
import * as v from 'valibot'
import { siteUrl } from '../site.ts'
import { isOwnCopy, shareScope } from './containers.ts'
import type { Federation } from './start-federation.ts'

const reportsSchema = v.object({ total: v.number(), kinds: v.record(v.string(), v.number()) })

function sharedCopies(): SharedCopy[] {
  return Object.entries(shareScope()).flatMap(([library, versions]) =>
    Object.entries(versions).map(([version, copy]) => ({
      library,
      version,
      // The runtime writes into `from` whoever was first to load a library lazily.
      from: isOwnCopy(copy) ? 'shell' : (copy.from ?? 'unknown'),
      usedBy: copy.useIn ?? [],
    })),
  )
}

async function violations() {
  const response = await fetch(siteUrl(paths.reports))
  if (!response.ok) throw new Error(`The reports answered ${response.status}`)
  return v.parse(reportsSchema, await response.json())
}

/** The same result as long as it is asked of the same thing. */
function kept<From, To>(compute: (from: From) => To): (from: From) => To {
  let last: { readonly from: From; readonly to: To } | undefined
  return (from) => (last?.from === from ? last : (last = { from, to: compute(from) })).to
}

/** What the inspector may see of the federation, in the words of the contract. */
export function inspectorSource({ log, safeMode, injector }: Federation): InspectorSource {
  const remotes = kept((entries: Readonly<Record<string, InspectedRemote>>) => Object.values(entries))
  const off = kept((all: ReturnType<typeof safeMode.off.getState>) =>
    Object.entries(all).map(([name, reason]): RemoteOff => ({ name, reason })),
  )
  return {
    subscribe(listener) {
      const stops = [log.entries.subscribe(listener), safeMode.off.subscribe(listener)]
      return () => stops.forEach((stop) => stop())
    },
    remotes: () => remotes(log.entries.getState()),
    off: () => off(safeMode.off.getState()),
    shared: sharedCopies,
    violations,
    ...(injector ? { inject: injector.inject } : {}),
  }
}
