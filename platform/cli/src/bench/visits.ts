import type { Browser, BrowserContext } from '@playwright/test'
import { say } from '../terminal.ts'
import { compare, type Compared } from './figures.ts'
import { depthAt, recordNetwork, type Exchange, type IsOfKind } from './network.ts'

/** A site to be measured: a running server, and how a page of it is read. */
export interface MeasuredSite {
  /** Origin without a slash at its end; its start page is what a visit opens. */
  readonly origin: string
  /** Prepares a fresh browser profile, for example by signing in. Default: nothing. */
  readonly signIn?: (visitor: BrowserContext) => Promise<void>
  /** File that runs first in the page; it defines `atriumBench(): Promise<{ ready, lcp }>`, in milliseconds of `performance.now()`. */
  readonly pageScript: string
  /** Whether a path is the page or a released file, whose bytes are counted. */
  readonly isCode: IsOfKind
  /** Whether a path is the data that the page shows. */
  readonly isData: IsOfKind
}

/** What it cost until the page was ready, measured at the network. */
export interface Visit {
  /** Bytes of the page and of released files. */
  readonly bytes: number
  readonly requests: number
  /** Round trips after the page; see `depthAt`. */
  readonly depth: number
  /** Milliseconds from the first request. */
  readonly ready: number
  /** Milliseconds, largest contentful paint. */
  readonly lcp: number
  readonly exchanges: readonly Exchange[]
}

/** A browser profile of its own, with nothing in its cache. */
export async function newVisitor(browser: Browser, { signIn }: MeasuredSite): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  await signIn?.(context)
  return context
}

/** Opens the start page and waits until it is ready. Warm when the visitor has opened it before. */
export async function visit(visitor: BrowserContext, { origin, pageScript, isCode, isData }: MeasuredSite): Promise<Visit> {
  const page = await visitor.newPage()
  await page.addInitScript({ path: pageScript })
  const recorded = await recordNetwork(page)
  await page.goto(`${origin}/`, { waitUntil: 'domcontentloaded' })
  const { ready, lcp } = await page.evaluate<{ ready: number; lcp: number }>('atriumBench()')
  // What was under way when the page was ready counts as well.
  await page.waitForLoadState('load')
  const exchanges = recorded().filter(({ begun }) => begun <= ready)
  await page.close()
  return {
    bytes: exchanges.filter(({ path }) => isCode(path)).reduce((sum, { bytes }) => sum + bytes, 0),
    requests: exchanges.length,
    depth: depthAt(ready, exchanges, isData),
    ready,
    lcp,
    exchanges,
  }
}

/** The same product as released and as one application. */
export interface Sites<Site extends MeasuredSite = MeasuredSite> {
  readonly federated: Site
  readonly single: Site
}

/** The same visits to both sites, in turn. */
export interface Series {
  readonly federated: readonly Visit[]
  readonly single: readonly Visit[]
}

const units = { bytes: 'KB', requests: '', depth: '', ready: 'ms', lcp: 'ms' } as const

/** One figure of all visits, side by side. */
export const figureOf = (series: Series, figure: keyof typeof units, name: string): Compared =>
  compare(name, units[figure], {
    federated: series.federated.map((each) => each[figure]),
    single: series.single.map((each) => each[figure]),
  })

const names = ['federated', 'single'] as const

/** First and second visits to both sites in turn: other load on the machine affects both. */
export async function measureVisits(browser: Browser, sites: Sites, rounds: number): Promise<{ cold: Series; warm: Series }> {
  const taken = { cold: { federated: [] as Visit[], single: [] as Visit[] }, warm: { federated: [] as Visit[], single: [] as Visit[] } }
  for (let round = 0; round < rounds; round++) {
    // Neither is always first.
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const visitor = await newVisitor(browser, sites[name])
      taken.cold[name].push(await visit(visitor, sites[name]))
      taken.warm[name].push(await visit(visitor, sites[name]))
      await visitor.close()
    }
    say(`round ${round + 1} of ${rounds}`)
  }
  return taken
}

/** What a returning visitor fetches again after a release. */
export async function measureReturn(browser: Browser, site: MeasuredSite, release: () => Promise<void>): Promise<Visit> {
  const visitor = await newVisitor(browser, site)
  await visit(visitor, site)
  await release()
  const again = await visit(visitor, site)
  await visitor.close()
  return again
}
