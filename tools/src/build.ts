// `pnpm build [piece …]`: builds the shell and every installed remote for production, or those named.
// `pnpm build --local`: builds one application with every remote compiled in.
import { buildPieces } from './build-pieces.ts'
import { localPiece, pieces } from './workspace.ts'

const named = process.argv.slice(2).map((name) => (name === '--local' ? localPiece : name))
const known = [...pieces(), localPiece]
const unknown = named.filter((name) => !known.includes(name))
if (unknown.length > 0) {
  process.stderr.write(`atrium: there is no ${unknown.join(', ')}; known are ${known.join(', ')}\n`)
  process.exit(2)
}
await buildPieces(named.length > 0 ? named : pieces())
