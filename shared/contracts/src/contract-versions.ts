/** Version of what the host provides: shared libraries, workspace, contexts. */
export const platformVersion = 1

/**
 * Versions of what each remote exposes that this source knows how to use.
 * A remote that is not listed is at contract 1: a page and nothing else.
 */
export const contractVersions: Readonly<Record<string, readonly number[]>> = {
  inbox: [1],
  compose: [1],
  search: [1],
  settings: [1],
}

const pageOnly: readonly number[] = [1]

export const acceptedContracts = (remote: string): readonly number[] => contractVersions[remote] ?? pageOnly
