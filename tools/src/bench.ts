// `pnpm bench [rounds]`: the same source as released and as one application, side by side in one browser.
// Prints a table, writes dist/bench/index.html, and ends with 1 when a bar is missed.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { chromium, type Browser } from '@playwright/test'
import { atMost, atMostMore, isMissed, type Measured } from './bench/bars.ts'
import { benchPage } from './bench/bench-page.ts'
import { benchSite } from './bench/bench-site.ts'
import { changeOneLine } from './bench/change-one-line.ts'
import { manyRemotes } from './bench/many-remotes.ts'
import { measureReturn, measureVisits, type Sites } from './bench/measure-visits.ts'
import { printTable } from './bench/print-table.ts'
import { compare, figureOf, type Series } from './bench/series.ts'
import { visit, newVisitor } from './bench/visit.ts'
import { isCode } from './bench/waterfall.ts'
import { buildPieces } from './build-pieces.ts'
import { findBrowser } from './find-browser.ts'
import type { Build } from './publish.ts'
import { lastBuilds, localBuilds, localPiece, pieces, root } from './workspace.ts'

const rounds = Number(process.argv[2] ?? 7)
const folder = path.join(root, 'dist/bench')
const scratch = mkdtempSync(path.join(os.tmpdir(), 'atrium-changed-'))
const note = (text: string): void => void process.stderr.write(`atrium: ${text}\n`)

function start(cold: Series, warm: Series): Measured[] {
  return [
    atMost(1.1)(figureOf(cold, 'bytes', 'bytes to the first row')),
    atMostMore(4)(figureOf(cold, 'requests', 'requests to the first row')),
    atMostMore(0)(figureOf(cold, 'depth', 'rounds to the first row')),
    figureOf(cold, 'firstRow', 'first row, cold'),
    figureOf(cold, 'lcp', 'largest paint, cold'),
    figureOf(warm, 'firstRow', 'first row, warm'),
    figureOf(warm, 'lcp', 'largest paint, warm'),
    figureOf(warm, 'bytes', 'bytes, warm'),
  ]
}

const replaced = (builds: readonly Build[], by: Build): Build[] => builds.map((each) => (each.name === by.name ? by : each))

/** A release of one piece with one line changed, beside a release of one application with that line changed. */
async function release(browser: Browser, { federated, single }: Sites, { piece, file, times }: { piece: string; file: string; times: number }) {
  note(`changing one line of ${piece}`)
  const part = await changeOneLine({ piece, file, times, folder: path.join(scratch, piece) })
  const whole = await changeOneLine({ piece: localPiece, file, times, folder: path.join(scratch, `${piece}-whole`) })
  const again = {
    federated: [(await measureReturn(browser, federated, () => federated.publish(replaced(lastBuilds(), part.build)))).bytes],
    single: [(await measureReturn(browser, single, () => single.publish([whole.build]))).bytes],
  }
  await Promise.all([federated.publish(lastBuilds()), single.publish(localBuilds())])
  return {
    again: compare(`fetched again after a release of ${piece}`, 'KB', again),
    compiled: compare(`compiled again after a line of ${piece}`, 'ms', { federated: part.milliseconds, single: whole.milliseconds }),
  }
}

/** What somebody who was there fetches again, and how long compiling again takes. */
async function change(browser: Browser, sites: Sites): Promise<Measured[]> {
  const inbox = await release(browser, sites, { piece: 'inbox', file: 'remotes/inbox/src/list/message-row.tsx', times: 3 })
  const shell = await release(browser, sites, { piece: 'shell', file: 'shell/src/app.tsx', times: 1 })
  return [atMost(0.5)(inbox.again), shell.again, atMost(0.5)(inbox.compiled)]
}

/** The columns are 400 and 4 here. */
async function crowd(browser: Browser, { federated }: Sites): Promise<Measured[]> {
  note('registering four hundred remotes')
  const few = await visit(await newVisitor(browser, federated), federated.origin)
  const model = lastBuilds().find(({ name }) => name === 'inbox')
  if (!model) throw new Error('The bench opens the inbox: install it')
  await federated.publish([...lastBuilds(), ...manyRemotes(400, model, scratch)])
  const many = await visit(await newVisitor(browser, federated), federated.origin)
  return [atMost(1.02)(compare('bytes with 400 remotes, and with these', 'KB', { federated: [many.bytes], single: [few.bytes] }))]
}

/** What one application has no need of: all that is more in the first visit. */
const ownCost = ({ federated, single }: Series): number => {
  const codeOf = (visits: Series['federated']): number =>
    (visits[0]?.exchanges ?? []).filter(isCode).reduce((sum, { bytes }) => sum + bytes, 0)
  return codeOf(federated) - codeOf(single)
}

await buildPieces([...pieces(), localPiece])
const browser = await chromium.launch({
  executablePath: findBrowser(),
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
})
const sites: Sites = { federated: await benchSite(lastBuilds()), single: await benchSite(localBuilds()) }
try {
  const { cold, warm } = await measureVisits(browser, sites, rounds)
  const rows = [...start(cold, warm), ...(await change(browser, sites)), ...(await crowd(browser, sites))]
  const cost = ownCost(cold)
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'index.html'), benchPage({ rows, ownCost: cost, cold }))
  writeFileSync(path.join(folder, 'bench.json'), `${JSON.stringify({ rows, ownCost: cost }, null, 2)}\n`)
  process.stdout.write(`${printTable(rows)}\n\nFederation itself: ${(cost / 1000).toFixed(1)} KB, brotli, on the first page\n`)
  process.stdout.write(`${path.join(folder, 'index.html')}\n`)
  process.exitCode = rows.some(isMissed) ? 1 : 0
} finally {
  await browser.close()
  await Promise.all([sites.federated.close(), sites.single.close()])
  rmSync(scratch, { recursive: true, force: true })
}
