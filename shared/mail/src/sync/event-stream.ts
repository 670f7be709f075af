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

const pollEvery = 30_000
/** Asked of the server in seconds; only one that keeps to it is held to it. */
export const pingSeconds = 60
const silence = pingSeconds * 2500

/**
 * The page's one stream of changes. When it breaks it comes back by itself, later each time;
 * while it is down, and where a server has no push at all, `onGap` is called every 30 s as long
 * as somebody looks at the page.
 */
export class EventStream {
  readonly #options: EventStreamOptions
  readonly #closed = new AbortController()
  #up = false
  #failures = 0
  #nap = new AbortController()

  constructor(options: EventStreamOptions) {
    this.#options = options
    void this.#keepConnected()
    void this.#poll()
  }

  /** Tries at once, for example because the browser is online again. */
  wake(): void {
    this.#failures = 0
    this.#nap.abort()
  }

  close(): void {
    this.#closed.abort()
    this.#nap.abort()
  }

  async #keepConnected(): Promise<void> {
    const { timing } = this.#options
    const backoff = createBackoff({ first: 1000, longest: 300_000, random: timing.random })
    while (!this.#closed.signal.aborted) {
      try {
        await this.#connect()
      } catch {
        // The address could not be learned: the same as a connection that fails.
      }
      this.#up = false
      this.#failures += 1
      // It broke and did not come back. The browser does not say why; asking does, when the session has ended.
      if (this.#failures === 2 && !this.#closed.signal.aborted) this.#options.onGap()
      this.#nap = new AbortController()
      if (!this.#closed.signal.aborted) await timing.wait(backoff.delay(this.#failures), this.#nap.signal)
    }
  }

  /** One connection until it breaks, or until nothing comes from a server that promised to ping. */
  async #connect(): Promise<void> {
    const { open, url, timing } = this.#options
    const source = open(await url())
    const over = new AbortController()
    const end = (): void => over.abort()
    const heard = { at: timing.now(), pings: false }
    this.#closed.signal.addEventListener('abort', end)
    this.#listen(source, heard)
    source.addEventListener('error', end)
    if (this.#closed.signal.aborted) end()
    while (!over.signal.aborted && !(heard.pings && timing.now() - heard.at > silence)) {
      await timing.wait(silence / 2, over.signal)
    }
    this.#closed.signal.removeEventListener('abort', end)
    source.close()
  }

  #listen(source: EventSourceLike, heard: { at: number; pings: boolean }): void {
    const { accountId, onGap, onState, timing } = this.#options
    source.addEventListener('open', () => {
      heard.at = timing.now()
      this.#up = true
      this.#failures = 0
      onGap()
    })
    source.addEventListener('ping', () => {
      heard.pings = true
      heard.at = timing.now()
    })
    source.addEventListener('state', ({ data }) => {
      heard.at = timing.now()
      const states = readStateChange(data, accountId)
      if (states) onState(states)
    })
  }

  async #poll(): Promise<void> {
    const { timing, isVisible, onGap } = this.#options
    while (!this.#closed.signal.aborted) {
      await timing.wait(pollEvery, this.#closed.signal)
      if (!this.#up && !this.#closed.signal.aborted && isVisible()) onGap()
    }
  }
}
