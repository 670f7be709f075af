import path from 'node:path'
import { playwrightCounts, type Counts } from './counts.ts'
import { findBrowser } from './find-browser.ts'
import { step } from './step.ts'
import { root } from './workspace.ts'

/** Runs Playwright with a browser that is there. */
export async function runBrowserTests(rest: readonly string[] = []): Promise<Counts> {
  const browser = findBrowser()
  let output = ''
  const program = path.join(root, 'tests/node_modules/@playwright/test/cli.js')
  const config = path.join(root, 'configs/playwright.config.ts')
  const code = await step(`browser tests in ${browser}`, [process.execPath, program, 'test', '--config', config, ...rest], {
    env: { ATRIUM_BROWSER: browser },
    onOutput: (text) => (output += text),
  })
  return playwrightCounts(output, code)
}
