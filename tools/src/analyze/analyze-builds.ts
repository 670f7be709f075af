import { existsSync } from 'node:fs'
import path from 'node:path'
import { root } from '../workspace.ts'
import { analysisOf, type Analysis } from './analysis.ts'
import { readBudgets } from './budgets.ts'
import { readPiece } from './read-piece.ts'
import { sharedUses } from './sharing.ts'
import { vendorLives } from './vendor-life.ts'

/**
 * Analyses what was built last.
 *
 * @param checkout - Root of the repository whose builds are read. Default: this one.
 */
export function analyzeBuilds(names: readonly string[], checkout = root): Analysis {
  const built = names.filter((name) => existsSync(path.join(checkout, 'dist/builds', name, 'record.json')))
  const stats = built.filter((name) => existsSync(path.join(checkout, 'dist/stats', `${name}.json`)))
  return analysisOf({
    pieces: built.map((name) => readPiece(path.join(checkout, 'dist/builds', name))),
    budgets: readBudgets(),
    uses: stats.flatMap((name) => sharedUses(name, path.join(checkout, 'dist/stats', `${name}.json`))),
    vendors: vendorLives(path.join(checkout, 'dist/store'), built),
  })
}
