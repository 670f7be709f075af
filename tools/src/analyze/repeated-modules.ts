import type { Piece } from './read-piece.ts'

/** The same code in several builds. */
export interface Repeated {
  /** Package or room, whole: that is what can be shared. */
  readonly owner: string
  readonly pieces: Readonly<Record<string, number>>
  /** Minified octets sent more than once to somebody who opens everything. */
  readonly saving: number
}

/** What lies in more than one build, and what would be sent less if one of them gave it to the others. */
export function repeatedModules(pieces: readonly Piece[]): Repeated[] {
  const found = new Map<string, Map<string, Map<string, number>>>()
  for (const piece of pieces) {
    for (const { owner, file, size } of piece.files.flatMap(({ modules }) => modules)) {
      if (owner === 'webpack') continue
      const files = found.get(owner) ?? new Map<string, Map<string, number>>()
      const sizes = files.get(file) ?? new Map<string, number>()
      sizes.set(piece.name, (sizes.get(piece.name) ?? 0) + size)
      found.set(owner, files.set(file, sizes))
    }
  }
  return [...found]
    .map(([owner, files]) => repeatedOf(owner, [...files.values()].filter((sizes) => sizes.size > 1)))
    .filter(({ saving }) => saving > 0)
    .toSorted((a, b) => b.saving - a.saving)
}

function repeatedOf(owner: string, files: readonly ReadonlyMap<string, number>[]): Repeated {
  const pieces: Record<string, number> = {}
  let saving = 0
  for (const sizes of files) {
    for (const [piece, size] of sizes) pieces[piece] = (pieces[piece] ?? 0) + size
    saving += [...sizes.values()].reduce((sum, size) => sum + size, 0) - Math.max(...sizes.values())
  }
  return { owner, pieces, saving }
}
