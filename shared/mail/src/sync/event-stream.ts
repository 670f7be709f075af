import { createBackoff } from '../jmap/backoff.ts'
import type { Timing } from '../jmap/timing.ts'
import { readStateChange } from './state-change.ts'

/** The part of the browser's `EventSource` that is used. */
export interface EventSourceLike {
  readonly addEventListener: (type: string, listener: (event: { readonly data?: unknown }) => void) => void
  readonly close: () => void
}

export interface EventStreamOptions {
  readonly accountId: string
  /** Resolves to the address of the stream; rejects when it cannot be learned. */
  readonly url: () => Promise<string>
  readonly open: (url: string) => EventSourceLike
  readonly timing: Timing
  readonly onState: (states: Readonly<Record<string, string>>) => void
  /** Something may have been missed. */
  readonly onGap: () => void
  readonly isVisible: () => boolean
}

export interface EventStream {
  /** Tries at once, for example because the browser is online again. */
  readonly wake: () => void
  readonly close: () => void
}

const pollEvery = 30_000
/** Asked of the server in seconds; only one that keeps to it is held to it. */
export const pingSeconds = 60
const silence = pingSeconds * 2500

/** One connection until it breaks, or until nothing comes from a server that promised to ping. */
const connection = async (options: EventStreamOptions, onOpen: () => void, closed: AbortSignal): Promise<void> => {
  const source = options.open(await options.url())
  const over = new AbortController()
  const end = (): void => over.abort()
  closed.addEventListener('abort', end)
  let heard = options.timing.now()
  let pings = false
  source.addEventListener('open', () => {
    heard = options.timing.now()
    onOpen()
  })
  source.addEventListener('error', end)
  source.addEventListener('ping', () => {
    pings = true
    heard = options.timing.now()
  })
  source.addEventListener('state', ({ data }) => {
    heard = options.timing.now()
    const states = readStateChange(data, options.accountId)
    if (states) options.onState(states)
  })
  if (closed.aborted) end()
  while (!over.signal.aborted && !(pings && options.timing.now() - heard > silence)) {
    await options.timing.wait(silence / 2, over.signal)
  }
  closed.removeEventListener('abort', end)
  source.close()
}

/**
 * The page's one stream of changes. When it breaks it comes back by itself, later each time;
 * while it is down, and where a server has no push at all, `onGap` is called every 30 s as long
 * as somebody looks at the page.
 */
export const createEventStream = (options: EventStreamOptions): EventStream => {
  const closed = new AbortController()
  const backoff = createBackoff({ first: 1000, longest: 300_000, random: options.timing.random })
  let up = false
  let failures = 0
  let nap = new AbortController()

  const onOpen = (): void => {
    up = true
    failures = 0
    options.onGap()
  }

  const keepConnected = async (): Promise<void> => {
    while (!closed.signal.aborted) {
      try {
        await connection(options, onOpen, closed.signal)
      } catch {
        // The address could not be learned: the same as a connection that fails.
      }
      up = false
      failures += 1
      nap = new AbortController()
      if (!closed.signal.aborted) await options.timing.wait(backoff.delay(failures), nap.signal)
    }
  }

  const poll = async (): Promise<void> => {
    while (!closed.signal.aborted) {
      await options.timing.wait(pollEvery, closed.signal)
      if (!up && !closed.signal.aborted && options.isVisible()) options.onGap()
    }
  }

  void keepConnected()
  void poll()
  return {
    wake: () => {
      failures = 0
      nap.abort()
    },
    close: () => {
      closed.abort()
      nap.abort()
    },
  }
}
