import type { CDPSession, Page } from '@playwright/test'
import type { Exchange } from './waterfall.ts'

interface Stack {
  readonly callFrames: readonly { readonly url: string }[]
  readonly parent?: Stack
}

const pathOf = (url: string): string => (URL.canParse(url) ? new URL(url).pathname : url)

const scriptsOf = (stack: Stack | undefined): string[] =>
  stack ? [...stack.callFrames.map(({ url }) => pathOf(url)), ...scriptsOf(stack.parent)] : []

interface Line {
  readonly tape: { readonly url: string; readonly begun: number; readonly askedBy: readonly string[] }
  ended?: number
  bytes?: number
  cached?: boolean
}

/** As the bench does it to every page: a line of 100 ms and 10 Mbit/s, so that rounds and bytes are felt. */
export const line = { latency: 100, megabits: 10 } as const

async function prepare(session: CDPSession): Promise<void> {
  await session.send('Network.enable')
  // Without it a request tells only the script at its top, not who awaited it.
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

export interface NetworkRecord {
  /** Seconds on the browser's clock at which the first request began. */
  readonly start: () => number
  /** What came over the network; answers from the browser's own cache are none. */
  readonly exchanges: () => Exchange[]
}

/** Writes down everything a page asks the network for, from now on. */
export async function recordNetwork(page: Page): Promise<NetworkRecord> {
  const session = await page.context().newCDPSession(page)
  const lines = new Map<string, Line>()
  session.on('Network.requestWillBeSent', ({ requestId, request, timestamp, initiator }) => {
    const tape = { url: request.url, begun: timestamp, askedBy: scriptsOf(initiator.stack as Stack | undefined) }
    if (/^https?:/.test(request.url)) lines.set(requestId, { tape })
  })
  const note = (requestId: string, change: Partial<Line>): void => {
    const known = lines.get(requestId)
    if (known) Object.assign(known, change)
  }
  session.on('Network.requestServedFromCache', ({ requestId }) => note(requestId, { cached: true }))
  session.on('Network.responseReceived', ({ requestId, response }) => {
    if (response.fromDiskCache === true) note(requestId, { cached: true })
  })
  session.on('Network.loadingFinished', ({ requestId, timestamp, encodedDataLength }) =>
    note(requestId, { ended: timestamp, bytes: encodedDataLength }),
  )
  await prepare(session)
  const start = (): number => Math.min(...[...lines.values()].map(({ tape }) => tape.begun))
  return {
    start,
    exchanges: () =>
      [...lines.values()]
        .filter(({ cached }) => cached !== true)
        .map(({ tape, ended, bytes }) => ({
          path: pathOf(tape.url),
          begun: (tape.begun - start()) * 1000,
          ended: ended === undefined ? Number.POSITIVE_INFINITY : (ended - start()) * 1000,
          bytes: bytes ?? 0,
          askedBy: tape.askedBy,
        })),
  }
}
