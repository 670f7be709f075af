// `pnpm security`: the whole corpus of hostile mail, mail made to stop the page, and each released file with one
// change in it, in a real browser.
// Takes minutes; `npm test` runs a slice of it.
import { buildPackages } from '@atrium/cli'
import { findProject } from '@atrium/cli/project'
import path from 'node:path'
import { findBrowser } from './find-programs.ts'
import { root, step } from './steps.ts'

const program = path.join(root, 'tests/node_modules/@playwright/test/cli.js')
const config = path.join(root, 'tests/security/whole-corpus.config.ts')
const browser = findBrowser()

await buildPackages(findProject().packages())
process.exitCode = await step(
  `hostile mail and changed files in ${browser}`,
  [process.execPath, program, 'test', '--config', config, ...process.argv.slice(2)],
  { env: { ATRIUM_BROWSER: browser } },
)
