import type { StateChange } from '@atrium/jmap/types'
import type { DatabaseSync } from 'node:sqlite'
import { query } from '../../database/query.ts'
import { problemResponse } from '../protocol/errors.ts'
import type { MailAccount, MailStore } from '../store/mail-store.ts'

interface EventSetting {
  readonly store: MailStore
  readonly notifier: Notifier
  readonly account: MailAccount
}

/** Seconds. RFC 8620 §7.3 wants a minimum of 30 at most and a maximum of 300 at least. */
const minPing = 1
/** Seconds between two pings that a client may request. Beyond it: this interval is used. */
const maxPing = 900

/** Events buffered for a client that does not read. Beyond it the stream ends; on reconnect the client gets what it missed. */
const maxUnread = 64

type States = ReadonlyMap<string, number>

/** `GET /jmap/events?types=&closeafter=&ping=`, RFC 8620 §7.3. */
export function sendEvents(request: Request, setting: EventSetting): Response {
  const parameters = new URL(request.url).searchParams
  const types = parameters.get('types') ?? '*'
  const closeAfter = parameters.get('closeafter') ?? 'no'
  const ping = parameters.get('ping') ?? '0'
  if (types === '' || (closeAfter !== 'no' && closeAfter !== 'state') || !/^\d{1,9}$/.test(ping))
    return problemResponse(400, {
      detail: 'The parameters types, closeafter ("state" or "no") and ping (seconds) are required.',
    })
  const interval = Number(ping) === 0 ? 0 : Math.min(maxPing, Math.max(minPing, Number(ping)))
  const wanted = types === '*' ? null : new Set(types.split(','))
  const since = /^\d{1,15}$/.exec(request.headers.get('last-event-id') ?? '')?.[0]
  const body = eventStream(setting, {
    wanted,
    interval,
    once: closeAfter === 'state',
    since: since === undefined ? null : Number(since),
    signal: request.signal,
  })
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    },
  })
}

interface StreamOptions {
  readonly wanted: ReadonlySet<string> | null
  /** Seconds; 0 = no pings. */
  readonly interval: number
  readonly once: boolean
  readonly since: number | null
  readonly signal: AbortSignal
}

function eventStream(setting: EventSetting, options: StreamOptions): ReadableStream<Uint8Array> {
  const stream = new EventStream(setting, options)
  return new ReadableStream(
    { start: (controller) => stream.start(controller), cancel: () => stream.close() },
    { highWaterMark: maxUnread },
  )
}

class EventStream {
  private readonly setting: EventSetting
  private readonly options: StreamOptions
  private known: States
  private controller: ReadableStreamDefaultController<Uint8Array> | undefined
  private timer: NodeJS.Timeout | undefined
  private unsubscribe = (): void => undefined

  constructor(setting: EventSetting, options: StreamOptions) {
    this.setting = setting
    this.options = options
    this.known = readStates(setting, options.wanted)
  }

  start(controller: ReadableStreamDefaultController<Uint8Array>): void {
    const { signal, since } = this.options
    this.controller = controller
    this.unsubscribe = this.setting.notifier.subscribe(this.setting.account.key, () => this.push(this.known))
    signal.addEventListener('abort', this.end, { once: true })
    // Sends the headers on their way, and says how soon to reconnect.
    this.send('retry: 3000\n\n')
    if (signal.aborted) this.end()
    else if (since !== null) this.push(new Map([...this.known].map(([type]) => [type, since])))
  }

  close(): void {
    clearTimeout(this.timer)
    this.unsubscribe()
    this.options.signal.removeEventListener('abort', this.end)
    this.controller = undefined
  }

  private readonly end = (): void => {
    const { controller } = this
    this.close()
    controller?.close()
  }

  private send(text: string): void {
    if ((this.controller?.desiredSize ?? 1) <= 0) return this.end()
    this.controller?.enqueue(Buffer.from(text))
    clearTimeout(this.timer)
    const { interval } = this.options
    const ping = (): void => this.send(`event: ping\ndata: {"interval":${interval}}\n\n`)
    if (interval > 0) this.timer = setTimeout(ping, interval * 1000).unref()
  }

  /** Sends what is newer than `before`. */
  private push(before: States): void {
    this.known = readStates(this.setting, this.options.wanted)
    const changed = [...this.known].filter(([type, modseq]) => modseq > (before.get(type) ?? 0))
    if (changed.length === 0) return
    this.send(stateEvent(this.setting.account.id, changed, Math.max(...this.known.values())))
    if (this.options.once) this.end()
  }
}

function stateEvent(accountId: string, changed: readonly (readonly [string, number])[], id: number): string {
  const change: StateChange = {
    '@type': 'StateChange',
    changed: { [accountId]: Object.fromEntries(changed.map(([type, modseq]) => [type, String(modseq)])) },
  }
  return `event: state\nid: ${id}\ndata: ${JSON.stringify(change)}\n\n`
}

function readStates({ store, account }: EventSetting, wanted: ReadonlySet<string> | null): States {
  const rows = store.query.all<{ type: string; modseq: number }>(
    'SELECT type, modseq FROM type_state WHERE account = ?',
    account.key,
  )
  const shown = rows.filter(({ type }) => wanted === null || wanted.has(type))
  return new Map(shown.map(({ type, modseq }) => [type, modseq]))
}

/** Notifies listeners that an account may have changed. */
export interface Notifier {
  readonly changed: (account: number) => void
  /** @returns the way out */
  readonly subscribe: (account: number, listener: () => void) => () => void
  readonly close: () => void
}

/** Milliseconds: changes that come together are notified once. */
const notifyDelay = 20

/** Milliseconds between looks for what another process (an import) has written. */
const watchInterval = 1000

export function createNotifier(database: DatabaseSync): Notifier {
  const listeners = new Map<number, Set<() => void>>()
  const waiting = new Set<number>()
  let timer: NodeJS.Timeout | undefined
  const notify = (): void => {
    timer = undefined
    const accounts = [...waiting]
    waiting.clear()
    for (const account of accounts) for (const listener of Array.from(listeners.get(account) ?? [])) listener()
  }
  const changed = (account: number): void => {
    if (!listeners.has(account)) return
    waiting.add(account)
    timer ??= setTimeout(notify, notifyDelay).unref()
  }
  const watcher = createWatcher(database, () => {
    for (const account of listeners.keys()) changed(account)
  })
  const unsubscribe = (account: number, listener: () => void): void => {
    listeners.get(account)?.delete(listener)
    if (listeners.get(account)?.size === 0) listeners.delete(account)
    watcher.run(listeners.size > 0)
  }
  return {
    changed,
    subscribe: (account, listener) => {
      listeners.set(account, (listeners.get(account) ?? new Set()).add(listener))
      watcher.run(true)
      return () => unsubscribe(account, listener)
    },
    close: () => {
      clearTimeout(timer)
      watcher.run(false)
      listeners.clear()
    },
  }
}

/** Checks from time to time whether another connection has written; only while there are listeners. */
function createWatcher(database: DatabaseSync, onWrite: () => void): { readonly run: (wanted: boolean) => void } {
  const version = (): number => query(database).one<{ data_version: number }>('PRAGMA data_version')?.data_version ?? 0
  let timer: NodeJS.Timeout | undefined
  let seen = version()
  const look = (): void => {
    const now = version()
    if (now !== seen) onWrite()
    seen = now
  }
  return {
    run: (wanted) => {
      if (!wanted) {
        clearInterval(timer)
        timer = undefined
      } else timer ??= setInterval(look, watchInterval).unref()
    },
  }
}
