import type { Channels } from '@atrium/protocol'

/** Where a release goes. */
export type Target =
  | { readonly channel: 'stable' }
  | { readonly channel: 'canary'; readonly percent: number; readonly cohorts: readonly string[] }
  | { readonly channel: 'preview'; readonly label: string }

/** Channels without a canary. */
export function withoutCanary(before: Channels): Channels {
  const { canary: _, ...channels } = before
  return channels
}

/** Channels with a version made stable; what was stable is what it falls back on. */
function asStable(before: Channels, version: string): Channels {
  const rest = before.canary?.version === version ? withoutCanary(before) : before
  return before.stable === version ? rest : { ...rest, stable: version, previous: before.stable }
}

/**
 * Channels of a piece after a version was put into one.
 *
 * @throws Error when a piece that nobody has yet would begin as an experiment.
 */
export function place(before: Channels | undefined, version: string, target: Target): Channels {
  if (!before) {
    if (target.channel === 'stable') return { stable: version, previews: {} }
    throw new Error(`it has no stable release yet: release it once without --${target.channel}`)
  }
  if (target.channel === 'stable') return asStable(before, version)
  if (target.channel === 'preview') return { ...before, previews: { ...before.previews, [target.label]: version } }
  if (before.stable === version) return before
  return { ...before, canary: { version, percent: target.percent, cohorts: [...target.cohorts] } }
}

/** Channels without a preview. */
export function withoutPreview(before: Channels, label: string): Channels {
  const { [label]: _, ...previews } = before.previews
  return { ...before, previews }
}

/** Channels with an earlier release made stable. What was stable is nobody's fallback. */
export function returnTo(before: Channels, version: string, fallback: string | undefined): Channels {
  const { previous: _, ...rest } = before
  return { ...rest, stable: version, ...(fallback === undefined ? {} : { previous: fallback }) }
}

/** Every version that may run. */
export const versionsIn = ({ stable, previous, canary, previews }: Channels): string[] => [
  ...new Set([stable, previous, canary?.version, ...Object.values(previews)].filter((version) => version !== undefined)),
]
