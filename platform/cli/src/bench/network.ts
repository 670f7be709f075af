import type { CDPSession, Page } from '@playwright/test'

/** One response from the network, as the browser saw it. Times are milliseconds from the first request. */
export interface Exchange {
  /** Path below the origin. */
  readonly path: string
  readonly begun: number
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
      other.ended <= exchange.begun &&
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
  readonly sent: { readonly url: string; readonly begun: number; readonly requestedBy: readonly string[] }
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
    const sent = { url: request.url, begun: timestamp, requestedBy: scriptsOf(initiator.stack as Stack | undefined) }
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
  const start = (): number => Math.min(...[...requests.values()].map(({ sent }) => sent.begun))
  return () =>
    [...requests.values()]
      .filter(({ cached }) => cached !== true)
      .map(({ sent, ended, bytes }) => ({
        path: pathOf(sent.url),
        begun: (sent.begun - start()) * 1000,
        ended: ended === undefined ? Number.POSITIVE_INFINITY : (ended - start()) * 1000,
        bytes: bytes ?? 0,
        requestedBy: sent.requestedBy,
      }))
}
