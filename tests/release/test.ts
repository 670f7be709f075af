import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { lastBuilds, publish } from '@atrium/cli'
import { removeData, startServerProcess, type ServerProcess } from '../e2e/server-process.ts'
import { test as base } from '../e2e/test.ts'

const program = path.resolve(import.meta.dirname, '../../platform/cli/src/main.ts')
const run = promisify(execFile)

/** A site with a store of its own, and the tool that changes it. */
export interface ReleasedSite {
  readonly server: ServerProcess
  /** Runs `pnpm release …` and returns its output. */
  readonly release: (...rest: readonly string[]) => Promise<string>
}

export const test = base.extend<{ site: ReleasedSite }>({
  site: async ({}, use) => {
    const store = mkdtempSync(path.join(os.tmpdir(), 'atrium-store-'))
    await publish(store, lastBuilds())
    const server = await startServerProcess({ ATRIUM_STORE: store })
    await use({
      server,
      release: async (...rest) => {
        const { stdout, stderr } = await run(process.execPath, [program, 'release', ...rest, '--store', store])
        return stdout + stderr
      },
    })
    await server.stop()
    removeData(server)
    rmSync(store, { recursive: true, force: true })
  },
})

export { expect } from '@playwright/test'
