// `pnpm hot-reload`: edits a line of every piece under `pnpm dev`, in a real browser. Takes minutes; `npm test`
// does so with one remote.
import path from 'node:path'
import { buildPieces } from './build-pieces.ts'
import { findBrowser } from './find-browser.ts'
import { step } from './step.ts'
import { pieces, root } from './workspace.ts'

await buildPieces(pieces())
const program = path.join(root, 'tests/node_modules/@playwright/test/cli.js')
const config = path.join(root, 'tests/dev/every-piece.config.ts')
const browser = findBrowser()

process.exitCode = await step(
  `hot reload in ${browser}`,
  [process.execPath, program, 'test', '--config', config, ...process.argv.slice(2)],
  { env: { ATRIUM_BROWSER: browser } },
)
