import type { Listing, ChangedField, Registry } from '@atrium/protocol'

type Facts = ReadonlyMap<string, string>

const canaryText = ({ version, percent, cohorts }: NonNullable<Listing['channels']['canary']>): string =>
  [version, `${percent} %`, ...cohorts].join(' ')

/** What can be said of a listing, by the names that history uses. */
function factsOf(listing: Listing | undefined): Facts {
  if (!listing) return new Map()
  const { channels, disabled, keys } = listing
  return new Map([
    ['stable', channels.stable],
    ...(channels.canary ? [['canary', canaryText(channels.canary)] as const] : []),
    ...Object.entries(channels.previews).map(([label, version]) => [`preview ${label}`, version] as const),
    ...(disabled === undefined ? [] : [['off', disabled] as const]),
    ['keys', keys.map((key) => key.slice(0, 8)).join(' ')],
  ])
}

const moved = (name: string, before: Facts, after: Facts): ChangedField[] =>
  [...new Set([...before.keys(), ...after.keys()])].flatMap((what) => {
    const [from, to] = [before.get(what), after.get(what)]
    return from === to ? [] : [{ name, what, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }]
  })

/** Everything that is another thing afterwards, by piece. */
export function movesBetween(before: Registry['listings'], after: Registry['listings']): ChangedField[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return names.flatMap((name) => moved(name, factsOf(before[name]), factsOf(after[name])))
}

/** The version that one side of a move names. */
export const versionIn = (side: string | undefined): string | undefined => /^[0-9a-f]{12}\b/.exec(side ?? '')?.[0]

export const moveText = ({ name, what, from, to }: ChangedField): string => `${name} ${what}: ${from ?? '–'} → ${to ?? '–'}`
