import { publish, trustedKeys, type Build, buildPackages, lastBuilds, localBuilds } from '@atrium/cli'
import {
  type MeasuredSite,
  atMost,
  atMostMore,
  benchPage,
  changeOneLine,
  compare,
  figureOf,
  isMissed,
  measureReturn,
  measureVisits,
  newVisitor,
  printTable,
  visit,
  type Measured,
  type Series,
  type Sites,
} from '@atrium/cli/bench'
import { findProject, localApp } from '@atrium/cli/project'
import type { ReleaseRecord } from '@atrium/protocol'
import { integrityOf } from '@atrium/store'
import { chromium, type Browser } from '@playwright/test'
import { spawn, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { findBrowser } from './find-programs.ts'

/** The production server over a store of its own, with the demo mailbox. */
export interface BenchSite extends MeasuredSite {
  /** Puts builds into its store, as a release does. */
  readonly publish: (builds: readonly Build[]) => Promise<void>
  readonly close: () => Promise<void>
}

const demo = { address: 'demo@atrium.test', password: 'try-atrium-now' }

/** The first printed address means that the server is ready. */
function printedOrigin(child: ChildProcess): Promise<string> {
  let printed = ''
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      printed += chunk.toString()
      const origin = /https?:\/\/[^\s/]+/.exec(printed)?.[0]
      if (origin) resolve(origin)
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('exit', (code) => reject(new Error(`The server ended with ${code} before it was ready:\n${printed}`)))
  })
}

/** Starts a site over some builds. Its start page is the inbox, ready with its first row; its data is mail. */
export async function startBenchSite(builds: readonly Build[]): Promise<BenchSite> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'atrium-bench-'))
  const store = path.join(folder, 'store')
  await publish(store, builds)
  const keys = trustedKeys().join(',')
  const env = {
    ...process.env,
    PORT: '0',
    DATA_DIR: path.join(folder, 'data'),
    ATRIUM_STORE: store,
    ATRIUM_REGISTRY_KEYS: keys,
  }
  const child = spawn(process.execPath, [findProject().at('server/src/main.ts')], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const origin = await printedOrigin(child)
  return {
    origin,
    signIn: async (visitor) => {
      const response = await visitor.request.post(`${origin}/api/session`, { data: demo, headers: { origin } })
      if (!response.ok()) throw new Error(`Signing in at ${origin} failed with status ${response.status()}`)
    },
    pageScript: path.join(import.meta.dirname, 'bench-page.js'),
    isCode: (file) => file.startsWith('/releases/') || !/^\/(jmap|api|registry|mail-frame)\b/.test(file),
    isData: (file) => file.startsWith('/jmap/'),
    publish: (next) => publish(store, next),
    close: async () => {
      child.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Builds of remotes that no visit opens, each with a release of its own and an entry in the navigation. */
export function manyRemotes(count: number, model: Build, folder: string): Build[] {
  const modelRecord = JSON.parse(readFileSync(path.join(model.folder, 'record.json'), 'utf8')) as ReleaseRecord
  return Array.from({ length: count }, (_, index) => {
    const name = `generated-${index}`
    const version = createHash('sha256').update(name).digest('hex').slice(0, 12)
    const script = `var generated_${index}_${version}\n`
    const record: ReleaseRecord = {
      ...modelRecord,
      name,
      version,
      entry: 'remoteEntry.js',
      global: `generated_${index}_${version}`,
      exposes: { './page': [] },
      files: { 'remoteEntry.js': integrityOf(script) },
      navigation: { title: { en: `Remote ${index}` }, icon: 'inbox', order: 1000 + index },
    }
    const own = path.join(folder, name)
    mkdirSync(own, { recursive: true })
    writeFileSync(path.join(own, 'remoteEntry.js'), script)
    writeFileSync(path.join(own, 'record.json'), JSON.stringify(record))
    return { name, folder: own }
  })
}

// `pnpm bench [rounds]`: this source as released and as one application, side by side in one browser.
// Prints a table, writes dist/bench/index.html, and ends with 1 when a limit is exceeded.

const rounds = Number(process.argv[2] ?? 7)
const { at, output, packages } = findProject()
const folder = at(output, 'bench')
const scratch = mkdtempSync(path.join(os.tmpdir(), 'atrium-changed-'))
const note = (text: string): void => void process.stderr.write(`atrium: ${text}\n`)

function start(cold: Series, warm: Series): Measured[] {
  return [
    atMost(1.1)(figureOf(cold, 'bytes', 'bytes to the first row')),
    atMostMore(4)(figureOf(cold, 'requests', 'requests to the first row')),
    atMostMore(0)(figureOf(cold, 'depth', 'round trips to the first row')),
    figureOf(cold, 'ready', 'first row, cold'),
    figureOf(cold, 'lcp', 'largest paint, cold'),
    figureOf(warm, 'ready', 'first row, warm'),
    figureOf(warm, 'lcp', 'largest paint, warm'),
    figureOf(warm, 'bytes', 'bytes, warm'),
  ]
}

const replaced = (builds: readonly Build[], by: Build): Build[] =>
  builds.map((each) => (each.name === by.name ? by : each))

/** A release of one package with one line changed, beside a release of one application with that line changed. */
async function release(
  browser: Browser,
  { federated, single }: Sites<BenchSite>,
  { name, file, times }: { name: string; file: string; times: number },
) {
  note(`changing one line of ${name}`)
  const part = await changeOneLine({ name, file, times, folder: path.join(scratch, name) })
  const whole = await changeOneLine({ name: localApp, file, times, folder: path.join(scratch, `${name}-whole`) })
  const again = {
    federated: [
      (await measureReturn(browser, federated, () => federated.publish(replaced(lastBuilds(), part.build)))).bytes,
    ],
    single: [(await measureReturn(browser, single, () => single.publish([whole.build]))).bytes],
  }
  await Promise.all([federated.publish(lastBuilds()), single.publish(localBuilds())])
  return {
    again: compare(`fetched again after a release of ${name}`, 'KB', again),
    compiled: compare(`compiled again after a line of ${name}`, 'ms', {
      federated: part.milliseconds,
      single: whole.milliseconds,
    }),
  }
}

/** What a returning visitor fetches again, and how long compiling again takes. */
async function change(browser: Browser, sites: Sites<BenchSite>): Promise<Measured[]> {
  const inbox = await release(browser, sites, {
    name: 'inbox',
    file: 'remotes/inbox/src/list/message-row.tsx',
    times: 3,
  })
  const shell = await release(browser, sites, { name: 'shell', file: 'shell/src/app.tsx', times: 1 })
  return [atMost(0.5)(inbox.again), shell.again, atMost(0.5)(inbox.compiled)]
}

/** Here the columns are 400 remotes and those that are installed. */
async function crowd(browser: Browser, { federated }: Sites<BenchSite>): Promise<Measured[]> {
  note('registering 400 remotes')
  const few = await visit(await newVisitor(browser, federated), federated)
  const model = lastBuilds().find(({ name }) => name === 'inbox')
  if (!model) throw new Error('The bench opens the inbox, which is not installed')
  await federated.publish([...lastBuilds(), ...manyRemotes(400, model, scratch)])
  const many = await visit(await newVisitor(browser, federated), federated)
  return [
    atMost(1.02)(
      compare('bytes with 400 remotes, and with these', 'KB', { federated: [many.bytes], single: [few.bytes] }),
    ),
  ]
}

/** Bytes of federation itself: what the first visit has more of than one application. */
function ownCost({ federated, single }: Series): number {
  return (federated[0]?.bytes ?? 0) - (single[0]?.bytes ?? 0)
}

await buildPackages([...packages(), localApp])
const browser = await chromium.launch({
  executablePath: findBrowser(),
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
})
const sites = { federated: await startBenchSite(lastBuilds()), single: await startBenchSite(localBuilds()) }
try {
  const { cold, warm } = await measureVisits(browser, sites, rounds)
  const rows = [...start(cold, warm), ...(await change(browser, sites)), ...(await crowd(browser, sites))]
  const cost = ownCost(cold)
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'index.html'), benchPage({ rows, ownCost: cost, cold }))
  writeFileSync(path.join(folder, 'bench.json'), `${JSON.stringify({ rows, ownCost: cost }, null, 2)}\n`)
  process.stdout.write(
    `${printTable(rows)}\n\nFederation itself: ${(cost / 1000).toFixed(1)} KB, brotli, on the first page\n`,
  )
  process.stdout.write(`${path.join(folder, 'index.html')}\n`)
  process.exitCode = rows.some(isMissed) ? 1 : 0
} finally {
  await browser.close()
  await Promise.all([sites.federated.close(), sites.single.close()])
  rmSync(scratch, { recursive: true, force: true })
}
