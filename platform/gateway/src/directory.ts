import {
  contributionsTo,
  frameSlots,
  type DirectoryEntry,
  type Listing,
  type PageRegistry,
  type ReleaseRecord,
  type SlotsOfRemote,
} from '@atrium/protocol'

// What pages know of remotes they have loaded nothing of: places in the navigation and in slots.

const orderOf = ({ navigation }: DirectoryEntry): number => navigation?.order ?? Infinity

const byOrder = (one: DirectoryEntry, other: DirectoryEntry): number => {
  const [first, second] = [orderOf(one), orderOf(other)]
  return first === second ? (one.name < other.name ? -1 : 1) : first < second ? -1 : 1
}

/** In the order of the navigation, those without an item last. */
export const inOrder = (entries: readonly DirectoryEntry[]): DirectoryEntry[] => [...entries].sort(byOrder)

/** The entry of a listing or of a release; undefined where it has no place in the navigation or a slot. */
export function directoryEntry({
  name,
  navigation,
  slots,
}: Pick<Listing | ReleaseRecord, 'name' | 'navigation' | 'slots'>): DirectoryEntry | undefined {
  if (!navigation && !slots) return undefined
  return { name, ...(navigation ? { navigation } : {}), ...(slots ? { slots } : {}) }
}

/** The directory with some entries in place of those of the same name; undefined removes one. */
export function withEntries(
  directory: readonly DirectoryEntry[],
  changed: ReadonlyMap<string, DirectoryEntry | undefined>,
): readonly DirectoryEntry[] {
  if (changed.size === 0) return directory
  const added = [...changed.values()].filter((entry) => entry !== undefined)
  return inOrder([...directory.filter(({ name }) => !changed.has(name)), ...added])
}

/**
 * So many items of the navigation, and so many contributions to each slot of the frame, come with a page; the rest is
 * fetched when the page is idle. The products' frames show about as many without "More".
 */
const directoryInPage = 8

function inFrame(
  entry: DirectoryEntry,
  shown: Readonly<Record<string, ReadonlySet<string>>>,
): SlotsOfRemote | undefined {
  const slots = Object.entries(entry.slots ?? {}).filter(([slot]) => shown[slot]?.has(entry.name))
  return slots.length === 0 ? undefined : Object.fromEntries(slots)
}

/** The part of the directory that a page starts with: whole where it is short, whatever the number of remotes. */
export function startDirectory(directory: readonly DirectoryEntry[]): Pick<PageRegistry, 'directory' | 'partial'> {
  if (directory.length <= directoryInPage) return { directory: [...directory] }
  const shown = Object.fromEntries(
    frameSlots.map((slot) => [
      slot,
      new Set(
        contributionsTo(slot, directory)
          .slice(0, directoryInPage)
          .map(({ remote }) => remote),
      ),
    ]),
  )
  const started = directory.flatMap((entry, index) => {
    const { name, navigation } = entry
    return (
      directoryEntry({
        name,
        ...(index < directoryInPage && navigation ? { navigation } : {}),
        slots: inFrame(entry, shown),
      }) ?? []
    )
  })
  return { directory: started, partial: true }
}
