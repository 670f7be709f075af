import * as v from 'valibot'
import { createBackoff, type Timing } from './retry.ts'

/** RFC 8620 §7.1. */
const stateChangeSchema = v.object({
  '@type': v.literal('StateChange'),
  changed: v.record(v.string(), v.record(v.string(), v.string())),
})

/** New state by type for one account; null when the event has no usable data. */
const readStateChange = (data: unknown, accountId: string): Readonly<Record<string, string>> | null => {
  if (typeof data !== 'string') return null
  try {
    const parsed = v.safeParse(stateChangeSchema, JSON.parse(data))
    return parsed.success ? (parsed.output.changed[accountId] ?? null) : null
  } catch {
    return null
  }
}

/** The part of the browser's `EventSource` that is used. */
export interface EventSourceLike {
  readonly addEventListener: (type: string, listener: (event: { readonly data?: unknown }) => void) => void
  readonly close: () => void
}

export interface EventStreamOptions {
  readonly accountId: string
  /** Resolves to the address of the stream; rejects when it cannot be loaded. */
  readonly url: () => Promise<string>
  readonly open: (url: string) => EventSourceLike
  readonly timing: Timing
  readonly onState: (states: Readonly<Record<string, string>>) => void
  /** Something may have been missed. */
  readonly onGap: () => void
  readonly isVisible: () => boolean
}

const pollEvery = 30_000
/** Interval requested of the server, in seconds; silence counts as broken only after it has pinged once. */
export const pingSeconds = 60
/** Milliseconds without any event. Beyond it: the connection counts as broken and is made again. */
const maxSilence = pingSeconds * 2500

/**
 * The page's one stream of changes. When it breaks it reconnects by itself, later each time;
 * while it is down, and where a server has no push at all, `onGap` is called every 30 s as long as
 * the page is visible.
 */
export class EventStream {
  readonly #options: EventStreamOptions
  readonly #closed = new AbortController()
  #up = false
  #failures = 0
  #delay = new AbortController()

  constructor(options: EventStreamOptions) {
    this.#options = options
    void this.#keepConnected()
    void this.#poll()
  }

  /** Tries at once, for example because the browser is online again. */
  wake(): void {
    this.#failures = 0
    this.#delay.abort()
  }

  close(): void {
    this.#closed.abort()
    this.#delay.abort()
  }

  async #keepConnected(): Promise<void> {
    const { timing } = this.#options
    const backoff = createBackoff({ first: 1000, max: 300_000, random: timing.random })
    while (!this.#closed.signal.aborted) {
      try {
        await this.#connect()
      } catch {
        // The address could not be loaded: the same as a connection that fails.
      }
      this.#up = false
      this.#failures += 1
      // It broke and did not reconnect. The browser does not say why; a request does, when the session has expired.
      if (this.#failures === 2 && !this.#closed.signal.aborted) this.#options.onGap()
      this.#delay = new AbortController()
      if (!this.#closed.signal.aborted) await timing.wait(backoff(this.#failures), this.#delay.signal)
    }
  }

  /** One connection until it breaks, or until nothing comes from a server that promised to ping. */
  async #connect(): Promise<void> {
    const { open, url, timing } = this.#options
    const source = open(await url())
    const over = new AbortController()
    const end = (): void => over.abort()
    const lastEvent = { at: timing.now(), pings: false }
    this.#closed.signal.addEventListener('abort', end)
    this.#listen(source, lastEvent)
    source.addEventListener('error', end)
    if (this.#closed.signal.aborted) end()
    while (!over.signal.aborted && !(lastEvent.pings && timing.now() - lastEvent.at > maxSilence)) {
      await timing.wait(maxSilence / 2, over.signal)
    }
    this.#closed.signal.removeEventListener('abort', end)
    source.close()
  }

  #listen(source: EventSourceLike, lastEvent: { at: number; pings: boolean }): void {
    const { accountId, onGap, onState, timing } = this.#options
    source.addEventListener('open', () => {
      lastEvent.at = timing.now()
      this.#up = true
      this.#failures = 0
      onGap()
    })
    source.addEventListener('ping', () => {
      lastEvent.pings = true
      lastEvent.at = timing.now()
    })
    source.addEventListener('state', ({ data }) => {
      lastEvent.at = timing.now()
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
