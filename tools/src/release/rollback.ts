import type { Channels, Listing } from '@atrium/protocol'
import type { Store } from '@atrium/store'
import { returnTo, withoutCanary, withoutPreview } from './channels.ts'
import { changes } from './history.ts'
import { listed } from './listed.ts'
import { relist } from './relist.ts'
import { findRelease } from './stored-release.ts'
import { carryOut, type Work } from './work.ts'

export interface Rollback {
  readonly name: string
  /** Version to return to. Default: the newest thing goes: a canary if there is one, else what is stable. */
  readonly to?: string | undefined
  /** Label of a preview to end. */
  readonly preview?: string | undefined
  /** Leaves a canary alone. Default: false. */
  readonly stable?: boolean | undefined
}

/** So far back is looked for a release to fall back on. */
const farthest = 200

/** Stable versions of a piece, the newest first, that are still in the store. */
async function earlier(store: Store, name: string): Promise<string[]> {
  const found = new Set<string>()
  let seen = 0
  for await (const { moves } of changes(store)) {
    for (const move of moves) if (move.name === name && move.what === 'stable' && move.from) found.add(move.from)
    if (++seen >= farthest) break
  }
  const kept = await Promise.all([...found].map(async (version) => ((await findRelease(store, name, version)) ? version : undefined)))
  return kept.filter((version) => version !== undefined)
}

async function stableBefore(store: Store, { name, channels }: Listing, to: string | undefined): Promise<Channels> {
  const known = await earlier(store, name)
  const version = to ?? channels.previous
  if (version === undefined) throw new Error(`${name} has no release to return to`)
  if (version === channels.stable) throw new Error(`${name} ${version} is stable already`)
  if (version !== channels.previous && !known.includes(version)) {
    throw new Error(`${name} ${version} was never stable here, or is gone; there are: ${known.join(', ') || 'none'}`)
  }
  // Never what was just left: the next in line is older than both.
  const fallback = known.slice(known.indexOf(version) + 1).find((each) => each !== channels.stable && each !== version)
  return returnTo(channels, version, fallback)
}

const channelsAfter = async (store: Store, before: Listing, { to, preview, stable }: Rollback): Promise<Channels> => {
  const { name, channels } = before
  if (preview !== undefined && !channels.previews[preview]) throw new Error(`${name} has no preview ${preview}`)
  if (preview !== undefined) return withoutPreview(channels, preview)
  if (channels.canary && !stable && to === undefined) return withoutCanary(channels)
  return stableBefore(store, before, to)
}

/** Takes back what was released last. Nothing is built, nothing is uploaded. */
export async function rollback(work: Work, options: Rollback): Promise<void> {
  const begun = performance.now()
  const { registry } = await carryOut(work, {
    command: 'rollback',
    async apply(listings) {
      const before = listed(listings, options.name)
      const channels = await channelsAfter(work.store, before, options)
      return { ...listings, [options.name]: await relist(work.store, { name: options.name, before, channels }) }
    },
  })
  const stable = registry.listings[options.name]?.channels.stable
  work.say(`${options.name}: stable is ${stable}, ${((performance.now() - begun) / 1000).toFixed(2)} s`)
}
