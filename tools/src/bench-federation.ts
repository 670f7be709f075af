// `pnpm bench [rounds]`: this source as released and as one application, side by side in one browser.
// Prints a table, writes dist/bench/index.html, and ends with 1 when a limit is exceeded.
import {
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
import { buildPackages, lastBuilds, localBuilds, type Build } from '@atrium/cli'
import { findProject, localApp } from '@atrium/cli/project'
import { chromium, type Browser } from '@playwright/test'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { manyRemotes, startBenchSite, type BenchSite } from './bench-site.ts'
import { findBrowser } from './find-programs.ts'

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
