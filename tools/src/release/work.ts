import type { Registry, ReleaseRecord, SignedRelease } from '@atrium/protocol'
import type { Store } from '@atrium/store'
import { changeRegistry, type ChangedRegistry } from './change-registry.ts'
import { checkContracts } from './check-contracts.ts'
import { moveText } from './moves.ts'
import { readRelease } from './stored-release.ts'

/** What every command is given. */
export interface Work {
  readonly store: Store
  /** Says what would change, and changes nothing. */
  readonly dryRun: boolean
  /** Goes on where contracts or the care of a gateway say no. */
  readonly force: boolean
  readonly reason?: string | undefined
  readonly say: (line: string) => void
}

export interface Step {
  readonly command: string
  /** Not in the store yet, in a dry run. */
  readonly pending?: readonly SignedRelease[]
  readonly apply: (listings: Registry['listings']) => Promise<Registry['listings']>
}

const recordReader = (store: Store, pending: readonly SignedRelease[]) => {
  const known = new Map<string, Promise<ReleaseRecord>>(pending.map(({ record }) => [`${record.name} ${record.version}`, Promise.resolve(record)]))
  return (name: string, version: string): Promise<ReleaseRecord> => {
    const key = `${name} ${version}`
    const record = known.get(key) ?? readRelease(store, name, version).then((release) => release.record)
    known.set(key, record)
    return record
  }
}

/** Changes the registry unless contracts speak against it, and says what has changed. */
export async function carryOut({ store, dryRun, force, reason, say }: Work, { command, apply, pending = [] }: Step): Promise<ChangedRegistry> {
  const read = recordReader(store, pending)
  const changed = await changeRegistry(store, {
    command,
    reason,
    dryRun,
    async apply(before) {
      const after = await apply(before)
      if (!force) await checkContracts(before, after, read)
      return after
    },
  })
  for (const move of changed.moves) if (move.what !== 'keys') say(`${dryRun ? 'would change ' : ''}${moveText(move)}`)
  if (changed.moves.length === 0) say('nothing to change')
  return changed
}
