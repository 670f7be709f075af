// `pnpm security`: the whole corpus of hostile mail, mail made to stop the page, and each released file with one
// change in it, in a real browser.
// Takes minutes; `npm test` draws a slice of it.
import path from 'node:path'
import { buildPieces } from './build-pieces.ts'
import { findBrowser } from './find-browser.ts'
import { step } from './step.ts'
import { pieces, root } from './workspace.ts'

const program = path.join(root, 'tests/node_modules/@playwright/test/cli.js')
const config = path.join(root, 'tests/security/whole-corpus.config.ts')
const browser = findBrowser()

await buildPieces(pieces())
process.exitCode = await step(
  `hostile mail and changed files in ${browser}`,
  [process.execPath, program, 'test', '--config', config, ...process.argv.slice(2)],
  { env: { ATRIUM_BROWSER: browser } },
)
