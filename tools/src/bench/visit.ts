import path from 'node:path'
import type { Browser, BrowserContext } from '@playwright/test'
import { recordNetwork } from './record-network.ts'
import type { BenchSite } from './bench-site.ts'
import { depthToRow, isCode, type Exchange } from './waterfall.ts'

/** What it cost to see the first message, measured at the network. */
export interface Visit {
  /** Octets of the page and of released files. */
  readonly bytes: number
  readonly requests: number
  /** Rounds after the page; see `depthToRow`. */
  readonly depth: number
  /** Milliseconds from the first request. */
  readonly firstRow: number
  /** Milliseconds, largest contentful paint. */
  readonly lcp: number
  readonly exchanges: readonly Exchange[]
}

/** A browser profile of its own, with nothing in its cache, signed in. */
export async function newVisitor(browser: Browser, { origin, person }: BenchSite): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const answer = await context.request.post(`${origin}/api/session`, { data: person, headers: { origin } })
  if (!answer.ok()) throw new Error(`Signing in at ${origin} answered ${answer.status()}`)
  return context
}

/** Opens the inbox and waits for its first row. Warm when the visitor was there before. */
export async function visit(visitor: BrowserContext, origin: string): Promise<Visit> {
  const page = await visitor.newPage()
  await page.addInitScript({ path: path.join(import.meta.dirname, 'in-page.js') })
  const network = await recordNetwork(page)
  await page.goto(`${origin}/`, { waitUntil: 'domcontentloaded' })
  const { firstRow, lcp } = await page.evaluate<{ firstRow: number; lcp: number }>('atriumBench()')
  // Whatever was on its way when the row stood is paid for as well.
  await page.waitForLoadState('load')
  const exchanges = network.exchanges().filter(({ begun }) => begun <= firstRow)
  await page.close()
  const code = exchanges.filter(isCode)
  return {
    bytes: code.reduce((sum, { bytes }) => sum + bytes, 0),
    requests: exchanges.length,
    depth: depthToRow(exchanges, firstRow),
    firstRow,
    lcp,
    exchanges,
  }
}
