import { flagNameSchema, type Flag, type Registry } from '@atrium/protocol'
import type { Store } from '@atrium/store'
import * as v from 'valibot'
import { hostName } from '../project.ts'
import { table, UsageError } from '../terminal.ts'
import { applyChange, type ReleaseContext } from './operations.ts'
import { flagText, listed, readRegistry } from './registry.ts'

// `atrium flag`: feature switches of one environment. They are in the host's listing, so that they are signed with it.

type Listings = Registry['listings']

/** The flags of an environment, by name. */
export const flagsIn = (listings: Listings): Readonly<Record<string, Flag>> => listings[hostName]?.flags ?? {}

/** A table of the flags; empty when there are none. */
export function flagsText(listings: Listings): string {
  const flags = Object.entries(flagsIn(listings)).sort(([one], [other]) => (one < other ? -1 : 1))
  return flags.length === 0
    ? ''
    : `\n${table([['flag', 'on for'], ...flags.map(([name, flag]) => [name, flagText(flag)])])}`
}

export async function listFlags(store: Store, json: boolean): Promise<string> {
  const listings = (await readRegistry(store)).registry?.listings ?? {}
  if (json) return `${JSON.stringify(flagsIn(listings), null, 2)}\n`
  return flagsText(listings).trimStart() || 'No flags. `atrium flag NAME on` declares one.\n'
}

/** `on`, `off` or a percentage, as it is typed. @throws UsageError */
export function sharePercent(text: string): number {
  const percent =
    text === 'on' ? 100 : text === 'off' ? 0 : /^\d+(\.\d+)?%?$/.test(text) ? Number.parseFloat(text) : NaN
  if (percent >= 0 && percent <= 100) return percent
  throw new UsageError(`"${text}" is no value of a flag. Specify on, off, or a percentage from 0% to 100%.`)
}

/** Declares or changes a flag; undefined removes it, which is off for all. */
export async function setFlag(context: ReleaseContext, name: string, flag: Flag | undefined): Promise<void> {
  const parsed = v.safeParse(flagNameSchema, name)
  if (!parsed.success) throw new UsageError(`The name of the flag "${name}" ${parsed.issues[0].message}.`)
  await applyChange(context, {
    command: 'flag',
    async apply(listings) {
      const { flags: before = {}, ...host } = listed(listings, hostName)
      const { [name]: known, ...others } = before
      if (!flag && !known)
        throw new Error(`Unknown flag "${name}". Declared: ${Object.keys(before).sort().join(', ') || 'none'}`)
      const flags = flag ? { ...others, [name]: flag } : others
      return { ...listings, [hostName]: { ...host, ...(Object.keys(flags).length > 0 ? { flags } : {}) } }
    },
  })
}
