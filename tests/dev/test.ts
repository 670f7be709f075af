import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test as base } from '@playwright/test'
import { buildDevelopmentHost, lastBuilds, publish } from '@atrium/cli'
import { removeData, startServerProcess, type ServerProcess } from '../e2e/server-process.ts'
import { startDevProcess, type DevProcess } from './dev-process.ts'
import { copyRepository, type RepositoryCopy } from './repository-copy.ts'

/** A remote never seen before. A name of this process alone: its port is derived from it, and others may test too. */
export const name = `sample-${process.pid.toString(36)}`

/** What the generator makes of the name. */
export const title = `Sample ${process.pid.toString(36)}`

interface Generated extends RepositoryCopy {
  /** What `new-remote` found, and what it left. */
  readonly before: ReadonlyMap<string, string>
  readonly after: ReadonlyMap<string, string>
}

interface WorkerFixtures {
  readonly generated: Generated
  /** The production server with a release of the generated remote beside those of the installed ones. */
  readonly production: ServerProcess
  /** `pnpm dev` of it, with a counter in the remote's page that has state to lose. */
  readonly dev: DevProcess
}

interface Fixtures {
  /** Changes a file of the remote as an editor does; it is as before when the test ends. */
  readonly edit: (file: string, from: string, to: string) => void
}

function replace(file: string, from: string, to: string): void {
  const text = readFileSync(file, 'utf8')
  if (!text.includes(from)) throw new Error(`${file} has no ${JSON.stringify(from)}`)
  writeFileSync(file, text.replace(from, to))
}

function addCounter(page: string): void {
  replace(page, "import { useEffect } from 'react'", "import { useEffect, useState } from 'react'")
  replace(
    page,
    'const t = useStrings(strings)',
    'const t = useStrings(strings)\n  const [count, setCount] = useState(0)',
  )
  replace(
    page,
    "{t('welcome')}</p>",
    'As it was.</p>\n      <button onClick={() => setCount(count + 1)}>Count {count}</button>',
  )
}

/** Exposes texts outside of every component: an exposed module that renders nothing cannot be swapped. */
function exposeText(folder: string): void {
  const text = "import { strings } from '../strings.ts'\n\nexport const titleOf = (): string => strings.en.title\n"
  writeFileSync(path.join(folder, 'src/exposes/title.ts'), text)
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  generated: [
    async ({}, use) => {
      await buildDevelopmentHost()
      const copy = await copyRepository()
      const before = copy.files()
      await copy.run('pnpm', 'exec', 'atrium', 'new-remote', name)
      await use({ ...copy, before, after: copy.files() })
      copy.remove()
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  production: [
    async ({ generated }, use) => {
      await generated.run('pnpm', 'exec', 'atrium', 'build', name)
      const store = path.join(generated.root, 'dist/store')
      await publish(store, [...lastBuilds(), { name, folder: path.join(generated.root, 'dist/builds', name) }])
      const server = await startServerProcess({ ATRIUM_STORE: store })
      await use(server)
      await server.stop()
      removeData(server)
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  // After `production`, so that the release is of the page as it was generated.
  dev: [
    async ({ generated, production }, use) => {
      if (!production.origin) throw new Error('There is no release')
      const folder = path.join(generated.root, 'remotes', name)
      addCounter(path.join(folder, 'src/exposes/page.tsx'))
      exposeText(folder)
      const dev = await startDevProcess(generated.root, name)
      await use(dev)
      await dev.stop()
      rmSync(path.join(generated.root, 'data'), { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  edit: async ({ generated }, use) => {
    const originals = new Map<string, string>()
    await use((relative, from, to) => {
      const file = path.join(generated.root, 'remotes', name, 'src', relative)
      if (!originals.has(file)) originals.set(file, readFileSync(file, 'utf8'))
      replace(file, from, to)
    })
    for (const [file, text] of originals) writeFileSync(file, text)
  },
})

export { expect } from '@playwright/test'
