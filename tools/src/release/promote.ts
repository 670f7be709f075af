import type { Channels, Listing } from '@atrium/protocol'
import { readStoppedCanaries } from '@atrium/store'
import { place, withoutCanary, withoutPreview, type Target } from './channels.ts'
import { listed } from './listed.ts'
import { relist } from './relist.ts'
import { forgetStops, shownStops } from './stops.ts'
import { carryOut, type Work } from './work.ts'

export interface Promotion {
  readonly name: string
  /** Label of the preview to take. Default: the canary. */
  readonly preview?: string | undefined
  readonly target: Target
}

function candidate({ name, channels }: Listing, preview: string | undefined): string {
  const version = preview === undefined ? channels.canary?.version : channels.previews[preview]
  if (version !== undefined) return version
  throw new Error(preview === undefined ? `${name} has no canary to promote` : `${name} has no preview ${preview}`)
}

function promoted(channels: Channels, version: string, { preview, target }: Promotion): Channels {
  const rest = preview === undefined ? channels : withoutPreview(channels, preview)
  const placed = place(rest, version, target)
  return target.channel === 'stable' && placed.canary?.version === version ? withoutCanary(placed) : placed
}

/** Makes a canary or a preview stable, or gives a canary to more people. */
export async function promote(work: Work, promotion: Promotion): Promise<void> {
  const { name } = promotion
  // Whether it was stopped has to be known, unless somebody means it anyway.
  const stopped = work.force ? (await shownStops(work.store)).stopped : await readStoppedCanaries(work.store)
  await carryOut(work, {
    command: 'promote',
    async apply(listings) {
      const before = listed(listings, name)
      const version = candidate(before, promotion.preview)
      const halted = stopped.find((each) => each.remote === name && each.version === version)
      if (halted && !work.force) throw new Error(`${name} ${version} was stopped: ${halted.reason}\nRelease a better one, or --force.`)
      const channels = promoted(before.channels, version, promotion)
      return { ...listings, [name]: await relist(work.store, { name, before, channels }) }
    },
  })
  // Whoever went on against a stop has the word: gateways give it to people again, and judge it anew.
  if (work.force && !work.dryRun) await forgetStops(work, name)
}
