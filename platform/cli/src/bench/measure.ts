import type { CDPSession, Page, Browser, BrowserContext } from '@playwright/test'
import { say } from '../terminal.ts'

/** One response from the network, as the browser saw it. Times are milliseconds from the first request. */
export interface Exchange {
  /** Path below the origin. */
  readonly path: string
  readonly startedAt: number
  readonly ended: number
  /** Bytes on the wire, headers included. */
  readonly bytes: number
  /** Paths of the scripts that led to the request. None: the parser found it in the page. */
  readonly requestedBy: readonly string[]
}

/** Decides by a request's path whether it is of some kind. */
export type IsOfKind = (path: string) => boolean

/**
 * Round trips between the page and an exchange: 1 for what the parser finds, 1 more than the script that requests it,
 * and for data also 1 more than the data that had to come before.
 */
export function depthOf(exchange: Exchange, all: readonly Exchange[], isData: IsOfKind): number {
  const before = all.filter(
    (other) =>
      other.ended <= exchange.startedAt &&
      (exchange.requestedBy.includes(other.path) || (isData(exchange.path) && isData(other.path))),
  )
  return 1 + Math.max(0, ...before.map((other) => depthOf(other, all, isData)))
}

/** Round trips between the page and the data that was rendered at a time, in milliseconds from the first request. */
export function depthAt(time: number, all: readonly Exchange[], isData: IsOfKind): number {
  const data = all.filter(({ path, ended }) => isData(path) && ended <= time)
  const last = data.toSorted((a, b) => b.ended - a.ended)[0]
  if (!last) throw new Error('The page was ready before any data: check isData of the bench')
  return depthOf(last, all, isData)
}

interface Stack {
  readonly callFrames: readonly { readonly url: string }[]
  readonly parent?: Stack
}

const pathOf = (url: string): string => (URL.canParse(url) ? new URL(url).pathname : url)

const scriptsOf = (stack: Stack | undefined): string[] =>
  stack ? [...stack.callFrames.map(({ url }) => pathOf(url)), ...scriptsOf(stack.parent)] : []

interface Request {
  readonly sent: { readonly url: string; readonly startedAt: number; readonly requestedBy: readonly string[] }
  ended?: number
  bytes?: number
  cached?: boolean
}

/** Every measured page has a line of 100 ms and 10 Mbit/s, so that round trips and bytes cost time. */
const line = { latency: 100, megabits: 10 } as const

async function prepare(session: CDPSession): Promise<void> {
  await session.send('Network.enable')
  // Without it a request names only the script at the top of its stack, not those that awaited it.
  await session.send('Debugger.enable')
  await session.send('Debugger.setAsyncCallStackDepth', { maxDepth: 32 })
  const throughput = (line.megabits * 1_000_000) / 8
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: line.latency,
    downloadThroughput: throughput,
    uploadThroughput: throughput,
  })
}

/**
 * Records what a page requests from the network, from now on.
 *
 * @returns Reads the exchanges so far; responses from the browser's own cache are left out.
 */
export async function recordNetwork(page: Page): Promise<() => Exchange[]> {
  const session = await page.context().newCDPSession(page)
  const requests = new Map<string, Request>()
  session.on('Network.requestWillBeSent', ({ requestId, request, timestamp, initiator }) => {
    const sent = {
      url: request.url,
      startedAt: timestamp,
      requestedBy: scriptsOf(initiator.stack as Stack | undefined),
    }
    if (/^https?:/.test(request.url)) requests.set(requestId, { sent })
  })
  const update = (requestId: string, change: Partial<Request>): void => {
    const known = requests.get(requestId)
    if (known) Object.assign(known, change)
  }
  session.on('Network.requestServedFromCache', ({ requestId }) => update(requestId, { cached: true }))
  session.on('Network.responseReceived', ({ requestId, response }) => {
    if (response.fromDiskCache === true) update(requestId, { cached: true })
  })
  session.on('Network.loadingFinished', ({ requestId, timestamp, encodedDataLength }) =>
    update(requestId, { ended: timestamp, bytes: encodedDataLength }),
  )
  await prepare(session)
  const start = (): number => Math.min(...[...requests.values()].map(({ sent }) => sent.startedAt))
  return () =>
    [...requests.values()]
      .filter(({ cached }) => cached !== true)
      .map(({ sent, ended, bytes }) => ({
        path: pathOf(sent.url),
        startedAt: (sent.startedAt - start()) * 1000,
        ended: ended === undefined ? Number.POSITIVE_INFINITY : (ended - start()) * 1000,
        bytes: bytes ?? 0,
        requestedBy: sent.requestedBy,
      }))
}

/** Median, and the middle half of all values. */
export interface Summary {
  readonly median: number
  /** First and third quartile. */
  readonly low: number
  readonly high: number
}

const at = (sorted: readonly number[], share: number): number => {
  const place = (sorted.length - 1) * share
  const below = sorted[Math.floor(place)] ?? Number.NaN
  const above = sorted[Math.ceil(place)] ?? Number.NaN
  return below + (above - below) * (place - Math.floor(place))
}

/** NaN for no values. */
export function summarise(values: readonly number[]): Summary {
  const sorted = values.toSorted((a, b) => a - b)
  return { median: at(sorted, 0.5), low: at(sorted, 0.25), high: at(sorted, 0.75) }
}

/** How the medians of two series relate; the spread is that of each value over the other's median. */
export function ratio(values: readonly number[], of: readonly number[]): Summary {
  const base = summarise(of).median
  const { median, low, high } = summarise(values)
  return { median: median / base, low: low / base, high: high / base }
}

/** One line of the bench's table. */
export interface Measured {
  readonly name: string
  readonly unit: 'KB' | 'ms' | ''
  readonly federated: Summary
  readonly single: Summary
  /** Federated over single. */
  readonly ratio: Summary
  /** What the federated one may cost at most, in words; absent where there is no bar. */
  readonly bar?: string
  readonly met?: boolean
}

export interface Compared {
  readonly name: string
  readonly unit: Measured['unit']
  readonly federated: Summary
  readonly single: Summary
  readonly ratio: Summary
}

/** At most so many times what one application costs. */
export const atMost =
  (times: number) =>
  (compared: Compared): Measured => ({
    ...compared,
    bar: `≤ ${times.toFixed(2)} ×`,
    met: compared.ratio.median <= times,
  })

/** At most so many more than one application needs. */
export const atMostMore =
  (more: number) =>
  (compared: Compared): Measured => ({
    ...compared,
    bar: more === 0 ? '≤ single' : `≤ single + ${more}`,
    met: compared.federated.median <= compared.single.median + more,
  })

export const isMissed = ({ met }: Measured): boolean => met === false

/** One figure of both sites, and their ratio. */
export function compare(
  name: string,
  unit: Compared['unit'],
  values: { federated: readonly number[]; single: readonly number[] },
): Compared {
  const { federated, single } = values
  return { name, unit, federated: summarise(federated), single: summarise(single), ratio: ratio(federated, single) }
}

export const figureText = (value: number, unit: Measured['unit']): string => {
  if (unit === 'KB') return `${(value / 1000).toFixed(1)} KB`
  if (unit === 'ms') return `${Math.round(value)} ms`
  return String(value)
}

export const ratioText = ({ median, low, high }: Summary): string =>
  low === high ? `${median.toFixed(3)} ×` : `${median.toFixed(3)} × (${low.toFixed(2)} to ${high.toFixed(2)})`

export const limitText = (measured: Measured): string =>
  measured.bar === undefined ? '' : `${isMissed(measured) ? 'MISSED' : 'met'} ${measured.bar}`

/** The table as it stands on the terminal. */
export function printTable(rows: readonly Measured[]): string {
  const cells = rows.map((row) => [
    row.name,
    figureText(row.federated.median, row.unit),
    figureText(row.single.median, row.unit),
    ratioText(row.ratio),
    limitText(row),
  ])
  const all = [['', 'federated', 'single', 'ratio', ''], ...cells]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => (row[column] ?? '').length)))
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

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
export async function visit(
  visitor: BrowserContext,
  { origin, pageScript, isCode, isData }: MeasuredSite,
): Promise<Visit> {
  const page = await visitor.newPage()
  await page.addInitScript({ path: pageScript })
  const recorded = await recordNetwork(page)
  await page.goto(`${origin}/`, { waitUntil: 'domcontentloaded' })
  const { ready, lcp } = await page.evaluate<{ ready: number; lcp: number }>('atriumBench()')
  // What was in progress when the page was ready counts as well.
  await page.waitForLoadState('load')
  const exchanges = recorded().filter(({ startedAt }) => startedAt <= ready)
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
export async function measureVisits(
  browser: Browser,
  sites: Sites,
  rounds: number,
): Promise<{ cold: Series; warm: Series }> {
  const taken = {
    cold: { federated: [] as Visit[], single: [] as Visit[] },
    warm: { federated: [] as Visit[], single: [] as Visit[] },
  }
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
export async function measureReturn(
  browser: Browser,
  site: MeasuredSite,
  release: () => Promise<void>,
): Promise<Visit> {
  const visitor = await newVisitor(browser, site)
  await visit(visitor, site)
  await release()
  const again = await visit(visitor, site)
  await visitor.close()
  return again
}
