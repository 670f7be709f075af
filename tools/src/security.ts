// `pnpm security`: the whole corpus of hostile mail, and mail made to stop the page, in a real browser.
// Takes minutes; `npm test` draws a slice of it.
import path from 'node:path'
import { findBrowser } from './find-browser.ts'
import { step } from './step.ts'
import { root } from './workspace.ts'

const program = path.join(root, 'tests/node_modules/@playwright/test/cli.js')
const config = path.join(root, 'tests/security/whole-corpus.config.ts')
const browser = findBrowser()

process.exitCode = await step(
  `hostile mail in ${browser}`,
  [process.execPath, program, 'test', '--config', config, ...process.argv.slice(2)],
  { env: { ATRIUM_BROWSER: browser } },
)
