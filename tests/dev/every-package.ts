import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test as base } from '@playwright/test'
import { startDevProcess, type DevProcess } from './dev-process.ts'
import { copyRepository, type RepositoryCopy } from './repository-copy.ts'

interface WorkerFixtures {
  readonly copy: RepositoryCopy
  /** `pnpm dev`, of everything. */
  readonly dev: DevProcess
}

interface Fixtures {
  /** Changes a file as an editor does; it is as before when the test ends. */
  readonly edit: (file: string, from: string, to: string) => void
}

/** A checkout of its own with every package under development. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  copy: [
    async ({}, use) => {
      const copy = await copyRepository()
      await use(copy)
      copy.remove()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  dev: [
    async ({ copy }, use) => {
      const dev = await startDevProcess(copy.root)
      await use(dev)
      await dev.stop()
      rmSync(path.join(copy.root, 'data'), { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  edit: async ({ copy }, use) => {
    const originals = new Map<string, string>()
    await use((relative, from, to) => {
      const file = path.join(copy.root, relative)
      const text = readFileSync(file, 'utf8')
      if (!text.includes(from)) throw new Error(`${relative} has no ${JSON.stringify(from)}`)
      if (!originals.has(file)) originals.set(file, text)
      writeFileSync(file, text.replace(from, to))
    })
    for (const [file, text] of originals) writeFileSync(file, text)
  },
})
