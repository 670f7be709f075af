import { spending, type Budgets, type Spent } from './budgets.ts'
import { firstLoads, type FirstLoad } from './first-load.ts'
import type { Piece } from './read-piece.ts'
import { repeatedModules, type Repeated } from './repeated-modules.ts'
import { sharing, type SharedUse, type Sharing } from './sharing.ts'
import type { VendorLife } from './vendor-life.ts'

/** Octets of one owner of modules within one piece, minified. */
export interface Owned {
  readonly owner: string
  readonly size: number
}

/** Everything the report shows; kept as JSON, so that later ones can be compared with it. */
export interface Analysis {
  readonly pieces: readonly {
    readonly name: string
    readonly version: string
    readonly brotli: number
    readonly files: readonly { readonly file: string; readonly size: number; readonly brotli: number }[]
    readonly owners: readonly Owned[]
  }[]
  readonly firstLoads: readonly FirstLoad[]
  readonly spending: readonly Spent[]
  readonly repeated: readonly Repeated[]
  readonly sharing: readonly Sharing[]
  readonly vendors: readonly VendorLife[]
}

function ownersOf({ files }: Piece): Owned[] {
  const sizes = new Map<string, number>()
  for (const { owner, size } of files.flatMap(({ modules }) => modules)) sizes.set(owner, (sizes.get(owner) ?? 0) + size)
  return [...sizes].map(([owner, size]) => ({ owner, size })).toSorted((a, b) => b.size - a.size)
}

export interface AnalysisParts {
  readonly pieces: readonly Piece[]
  readonly budgets: Budgets
  readonly uses: readonly SharedUse[]
  readonly vendors: readonly VendorLife[]
}

export const analysisOf = ({ pieces, budgets, uses, vendors }: AnalysisParts): Analysis => ({
  pieces: pieces.map((piece) => ({
    name: piece.name,
    version: piece.version,
    brotli: piece.files.reduce((sum, { brotli }) => sum + brotli, 0),
    files: piece.files.map(({ file, size, brotli }) => ({ file, size, brotli })),
    owners: ownersOf(piece),
  })),
  firstLoads: firstLoads(pieces),
  spending: spending(pieces, budgets),
  repeated: repeatedModules(pieces),
  sharing: sharing(uses),
  vendors,
})
