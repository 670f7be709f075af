import * as v from 'valibot'
import type { EventSourceLike } from './event-stream.ts'
import type { Timing } from './retry.ts'

// One event stream for all tabs of a person: a browser opens six connections to a host over HTTP/1.1, in all tabs together.

/** Events of the stream that every tab receives. */
const relayed = ['open', 'ping', 'state', 'error'] as const

type Relayed = (typeof relayed)[number]

/** What tabs say to each other. Any page of this origin can write into a channel, so the shape is checked. */
const messageSchema = v.variant('kind', [
  /** Is the tab that has the stream still there? */
  v.object({ kind: v.literal('probe') }),
  /** It is, and its stream is connected or not. */
  v.object({ kind: v.literal('alive'), connected: v.boolean() }),
  v.object({ kind: v.literal('event'), type: v.picklist(relayed), data: v.optional(v.string()) }),
])

type Message = v.InferOutput<typeof messageSchema>

/** Milliseconds without a word of the tab that has the stream, after which another tab probes it. */
const probeAfter = 400
/**
 * Milliseconds in which the tab that holds the stream has to respond; a frozen tab keeps its lock and does not.
 * Beyond it: another tab takes the stream.
 */
const probeTimeout = 800

/** What is used of the browser's `BroadcastChannel`. */
export interface TabChannel {
  readonly postMessage: (message: Message) => void
  readonly addEventListener: (type: 'message', listener: (event: { readonly data: unknown }) => void) => void
  readonly close: () => void
}

/** What is used of the browser's `LockManager`. */
export interface TabLocks {
  readonly request: (
    name: string,
    options: { readonly steal: true } | { readonly signal: AbortSignal },
    hold: () => Promise<void>,
  ) => Promise<unknown>
}

export interface SharedEventSourceOptions {
  /** Of the lock and the channel; tabs that use the same name share a stream. */
  readonly name: string
  /** Opens the real stream. */
  readonly open: () => EventSourceLike
  readonly timing: Timing
  readonly locks: TabLocks
  readonly channel: TabChannel
  /** Where `freeze`, `resume`, `pagehide` and `pageshow` are dispatched. Default: the document and the window. */
  readonly lifecycle?: { readonly page: EventTarget; readonly window: EventTarget }
}

const isStolen = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError'

/**
 * An event source that tabs share. The tab that holds a Web Lock has the real stream and repeats its events in a
 * BroadcastChannel; the others wait for the lock, which the browser passes on when that tab is closed or crashes.
 * One that is frozen keeps the lock: the others probe it, and take the lock from it when it does not respond, within
 * 1.6 s. Every tab that receives the stream again sees an `open` event, because something may have been missed.
 */
export class SharedEventSource implements EventSourceLike {
  readonly #options: SharedEventSourceOptions
  readonly #listeners: { readonly type: string; readonly listener: (event: { readonly data?: unknown }) => void }[] = []
  readonly #closed = new AbortController()
  readonly #broadcast: (message: Message) => void
  /** Of the present request for the lock; aborted when it is given up. */
  #turn = new AbortController()
  /** The turn in which this tab has, or had, the real stream. */
  #lead: AbortController | undefined
  /** Whether the real stream is connected, wherever it is. */
  #connected = false
  /** Something came from the tab that has the stream since the last look. */
  #answered = true

  constructor(options: SharedEventSourceOptions) {
    this.#options = options
    this.#broadcast = options.channel.postMessage.bind(options.channel)
    options.channel.addEventListener('message', ({ data }) => this.#receive(data))
    this.#followLifecycle()
    void this.#queue()
    this.#post({ kind: 'probe' })
    void this.#watch()
  }

  addEventListener(type: string, listener: (event: { readonly data?: unknown }) => void): void {
    this.#listeners.push({ type, listener })
  }

  /** Passes the stream on, if this tab has it. */
  close(): void {
    if (this.#closed.signal.aborted) return
    this.#closed.abort()
    this.#turn.abort()
    this.#options.channel.close()
  }

  /** What is frozen, or kept for "Back", neither holds the stream nor waits for it. */
  #followLifecycle(): void {
    const { page, window: view } = this.#options.lifecycle ?? { page: document, window }
    const { signal } = this.#closed
    const suspend = (): void => {
      this.#turn.abort()
      this.#connected = false
    }
    const resume = (): void => {
      if (this.#turn.signal.aborted && !signal.aborted) void this.#queue()
      this.#post({ kind: 'probe' })
    }
    page.addEventListener('freeze', suspend, { signal })
    page.addEventListener('resume', resume, { signal })
    view.addEventListener('pagehide', suspend, { signal })
    view.addEventListener('pageshow', resume, { signal })
  }

  /** Waits for the lock, or takes it, and holds it until this turn is aborted. */
  async #queue(how: 'wait' | 'steal' = 'wait'): Promise<void> {
    const { locks, name } = this.#options
    this.#turn.abort()
    const turn = new AbortController()
    this.#turn = turn
    try {
      await locks.request(name, how === 'steal' ? { steal: true } : { signal: turn.signal }, () => this.#hold(turn))
    } catch (error) {
      // Where locks are forbidden each tab has a stream of its own.
      if (!isStolen(error)) return this.#hold(turn)
    }
    // Another tab took it while this one did not respond: this one waits again.
    if (!turn.signal.aborted) void this.#queue()
  }

  /** Has the real stream until the turn is aborted. */
  async #hold(turn: AbortController): Promise<void> {
    if (turn.signal.aborted) return
    const source = this.#options.open()
    this.#lead = turn
    this.#connected = false
    for (const type of relayed) {
      source.addEventListener(type, ({ data }) => {
        if (turn.signal.aborted) return
        this.#post({ kind: 'event', type, ...(typeof data === 'string' ? { data } : {}) })
        this.#dispatch(type, data)
      })
    }
    this.#post({ kind: 'alive', connected: false })
    await new Promise((resolve) => turn.signal.addEventListener('abort', resolve))
    source.close()
  }

  #leads(): boolean {
    return this.#lead !== undefined && !this.#lead.signal.aborted
  }

  #dispatch(type: Relayed, data?: unknown): void {
    if (type === 'open') this.#connected = true
    if (type === 'error') this.#connected = false
    for (const each of [...this.#listeners]) if (each.type === type) each.listener({ data })
  }

  #receive(data: unknown): void {
    const parsed = v.safeParse(messageSchema, data)
    if (!parsed.success || this.#closed.signal.aborted) return
    const message = parsed.output
    if (message.kind === 'probe') {
      if (this.#leads()) this.#post({ kind: 'alive', connected: this.#connected })
      return
    }
    // What comes from a tab that has lost the lock meanwhile.
    if (this.#leads()) return
    this.#answered = true
    if (message.kind === 'event') return this.#dispatch(message.type, message.data)
    if (message.connected && !this.#connected) this.#dispatch('open')
    if (!message.connected) this.#connected = false
  }

  #post(message: Message): void {
    if (!this.#closed.signal.aborted) this.#broadcast(message)
  }

  /** Takes the stream from a tab that holds it and does not respond. */
  async #watch(): Promise<void> {
    const { timing } = this.#options
    const { signal } = this.#closed
    const isDue = (): boolean => !signal.aborted && !this.#leads() && !this.#turn.signal.aborted && !this.#answered
    while (!signal.aborted) {
      this.#answered = false
      await timing.wait(probeAfter, signal)
      // A message to any tab reaches all: one of them probes, not each.
      if (!isDue()) continue
      this.#post({ kind: 'probe' })
      await timing.wait(probeTimeout, signal)
      if (isDue()) void this.#queue('steal')
    }
  }
}

/**
 * Opens an event source that all tabs of this account share; one of this tab's own where the browser has no Web Locks
 * (pages without TLS) or no BroadcastChannel.
 */
export function openSharedEventSource(
  url: string,
  { accountId, open, timing }: { accountId: string; open: (url: string) => EventSourceLike; timing: Timing },
): EventSourceLike {
  const locks = typeof navigator === 'undefined' ? undefined : navigator.locks
  if (!locks || typeof BroadcastChannel === 'undefined') return open(url)
  // The address has the path of the installation, and the types that this release of the page follows.
  const name = `atrium:events:${accountId}:${url}`
  return new SharedEventSource({ name, open: () => open(url), timing, locks, channel: new BroadcastChannel(name) })
}
