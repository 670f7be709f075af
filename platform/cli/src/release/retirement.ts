import type { Registry } from '@atrium/protocol'
import { hostName } from '../project.ts'
import { applyChange, type ReleaseContext } from './operations.ts'
import { changeRegistry, changeText, listed, readRegistry } from './registry.ts'

// The end of a remote: it leaves pages, then open tabs, then the registry and the store.

interface Retirement {
  readonly name: string
  /** Milliseconds that tabs that are open now keep it. */
  readonly grace: number
}

/**
 * Takes a remote out of every new page's navigation and slots at once, and out of open tabs when the grace is over.
 * Another release of it brings it back. `gc` removes it from the registry and the store.
 *
 * @throws Error when another package needs it in any channel, naming who needs what.
 */
export async function retire(context: ReleaseContext, { name, grace }: Retirement): Promise<void> {
  if (name === hostName) throw new Error('The host cannot be retired')
  const retired = new Date(Date.now() + grace).toISOString()
  await applyChange(context, {
    command: 'retire',
    apply: async (listings) => ({ ...listings, [name]: { ...listed(listings, name), retired } }),
  })
}

const isOver = ({ retired }: Registry['listings'][string], since: number): boolean =>
  retired !== undefined && Date.parse(retired) < since

/**
 * Takes remotes out of the registry that have been retired since before `since`.
 *
 * @returns Their names.
 */
export async function removeRetired({ store, dryRun, say }: ReleaseContext, since: number): Promise<Set<string>> {
  const { registry } = await readRegistry(store)
  const ended = Object.values(registry?.listings ?? {}).filter((listing) => isOver(listing, since))
  const names = new Set(ended.map(({ name }) => name))
  if (names.size === 0) return names
  const { moves } = await changeRegistry(store, {
    command: 'gc',
    dryRun,
    // Judged again: one of them may just have been released.
    apply: async (listings) =>
      Object.fromEntries(Object.entries(listings).filter(([, listing]) => !isOver(listing, since))),
  })
  for (const move of moves)
    if (move.what === 'stable') say(`${dryRun ? 'would change ' : ''}${changeText(move)}, retired`)
  return names
}
