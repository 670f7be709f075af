/**
 * Versions of what each remote exposes that this source knows how to use.
 * A remote that is not listed is at contract 1: a page and nothing else.
 */
export const contractVersions = {
  inbox: [1],
  /** 2: `mail:sent` may come without the id of its submission. */
  compose: [1, 2],
  search: [1],
  settings: [1],
  inspector: [1],
} as const satisfies Readonly<Record<string, readonly number[]>>

const pageOnly: readonly number[] = [1]

const known = new Map<string, readonly number[]>(Object.entries(contractVersions))

export const acceptedContracts = (remote: string): readonly number[] => known.get(remote) ?? pageOnly
