import { existsSync } from 'node:fs'
import { buildPieces, isUpToDate } from '../build-pieces.ts'
import { buildFolder } from '../workspace.ts'

/** Sees to it that the pieces nobody develops have a build. One that is old is told, not built: starting stays quick. */
export async function buildRest(names: readonly string[]): Promise<void> {
  const missing = names.filter((name) => !existsSync(buildFolder(name)))
  if (missing.length > 0) await buildPieces(missing)
  const old = names.filter((name) => !isUpToDate(name))
  if (old.length > 0) process.stderr.write(`atrium: older than their sources: ${old.join(', ')} (pnpm build ${old.join(' ')})\n`)
}
