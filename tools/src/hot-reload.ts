// `pnpm hot-reload`: edits a line of every piece under `pnpm dev`, in a real browser. Takes minutes; `npm test`
// does so with one remote.
import { buildPieces } from './build-pieces.ts'
import { runBrowserTests } from './run-browser-tests.ts'
import { pieces } from './workspace.ts'

await buildPieces(pieces())
process.env['ATRIUM_EVERY_PIECE'] = '1'
const { failed } = await runBrowserTests(['tests/dev/every-piece', ...process.argv.slice(2)])
process.exitCode = failed === 0 ? 0 : 1
