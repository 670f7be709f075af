import type { StateChange } from '@atrium/contracts'
import { problemResponse } from '../protocol/problem-response.ts'
import type { MailAccount, MailStore } from '../store/mail-store.ts'
import type { Notifier } from '../store/create-notifier.ts'

export interface EventSetting {
  readonly store: MailStore
  readonly notifier: Notifier
  readonly account: MailAccount
}

/** Seconds. RFC 8620 §7.3 wants a minimum of 30 at most and a maximum of 300 at least. */
const shortestPing = 1
const longestPing = 900

type States = ReadonlyMap<string, number>

/** `GET /jmap/events?types=&closeafter=&ping=`, RFC 8620 §7.3. */
export function answerEvents(request: Request, setting: EventSetting): Response {
  const parameters = new URL(request.url).searchParams
  const types = parameters.get('types') ?? '*'
  const closeAfter = parameters.get('closeafter') ?? 'no'
  const ping = parameters.get('ping') ?? '0'
  if (types === '' || (closeAfter !== 'no' && closeAfter !== 'state') || !/^\d{1,9}$/.test(ping))
    return problemResponse(400, { detail: 'types, closeafter (state or no) and ping (seconds) are needed.' })
  const interval = Number(ping) === 0 ? 0 : Math.min(longestPing, Math.max(shortestPing, Number(ping)))
  const wanted = types === '*' ? null : new Set(types.split(','))
  const since = /^\d{1,15}$/.exec(request.headers.get('last-event-id') ?? '')?.[0]
  const body = eventStream(setting, { wanted, interval, once: closeAfter === 'state', since: since === undefined ? null : Number(since), signal: request.signal })
  return new Response(body, {
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
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

function eventStream(setting: EventSetting, { wanted, interval, once, since, signal }: StreamOptions): ReadableStream<Uint8Array> {
  const { store, notifier, account } = setting
  const encoder = new TextEncoder()
  let stop = (): void => undefined
  return new ReadableStream<Uint8Array>({
    start: (controller) => {
      let known = readStates(store, account, wanted)
      let timer: NodeJS.Timeout | undefined
      const end = (): void => {
        stop()
        controller.close()
      }
      const send = (text: string): void => {
        controller.enqueue(encoder.encode(text))
        clearTimeout(timer)
        if (interval > 0) timer = setTimeout(() => send(`event: ping\ndata: {"interval":${interval}}\n\n`), interval * 1000).unref()
      }
      const push = (before: States): void => {
        known = readStates(store, account, wanted)
        const changed = [...known].filter(([type, modseq]) => modseq > (before.get(type) ?? 0))
        if (changed.length === 0) return
        send(stateEvent(account.id, changed, Math.max(...[...known].map(([, modseq]) => modseq))))
        if (once) end()
      }
      const unsubscribe = notifier.subscribe(account.key, () => push(known))
      stop = () => {
        clearTimeout(timer)
        unsubscribe()
        signal.removeEventListener('abort', end)
      }
      signal.addEventListener('abort', end, { once: true })
      // Sends the headers on their way, and tells how soon to come back.
      send('retry: 3000\n\n')
      if (signal.aborted) end()
      else if (since !== null) push(new Map([...known].map(([type]) => [type, since])))
    },
    cancel: () => stop(),
  })
}

function stateEvent(accountId: string, changed: readonly (readonly [string, number])[], id: number): string {
  const change: StateChange = {
    '@type': 'StateChange',
    changed: { [accountId]: Object.fromEntries(changed.map(([type, modseq]) => [type, String(modseq)])) },
  }
  return `event: state\nid: ${id}\ndata: ${JSON.stringify(change)}\n\n`
}

function readStates({ query }: MailStore, account: MailAccount, wanted: ReadonlySet<string> | null): States {
  const rows = query.all<{ type: string; modseq: number }>('SELECT type, modseq FROM type_state WHERE account = ?', account.key)
  return new Map(rows.filter(({ type }) => wanted === null || wanted.has(type)).map(({ type, modseq }) => [type, modseq]))
}
