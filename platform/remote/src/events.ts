import { AtriumError } from '@atrium/protocol'
import type { EventMap } from '@atrium/protocol/register'

export type EventName = keyof EventMap & string

const fieldChecks = {
  string: (value: unknown) => typeof value === 'string',
  'string or null': (value: unknown) => value === null || typeof value === 'string',
  strings: (value: unknown) => Array.isArray(value) && value.every((each) => typeof each === 'string'),
} as const

type FieldKind<Value> = Value extends readonly unknown[] ? 'strings' : null extends Value ? 'string or null' : 'string'

/** Kinds of the fields of each event: what can be checked of it at run time. The types keep it in step with `EventMap`. */
export type EventShapes<Names extends EventName = EventName> = {
  readonly [Name in Names]: { readonly [Field in keyof EventMap[Name]]: FieldKind<EventMap[Name][Field]> }
}

type PlatformEvents =
  | 'remote:failed'
  | 'remote:mounted'
  | 'session:ending'
  | 'session:ended'
  | 'preferences:changed'
  | 'flags:changed'

const platformEvents: EventShapes<PlatformEvents> = {
  'remote:failed': { remote: 'string', release: 'string', code: 'string', reference: 'string' },
  'remote:mounted': { remote: 'string', release: 'string', module: 'string' },
  'session:ending': {},
  'session:ended': { reason: 'string' },
  'preferences:changed': { changed: 'strings' },
  'flags:changed': { changed: 'strings' },
}

const shapes = new Map<string, Readonly<Record<string, keyof typeof fieldChecks>>>(Object.entries(platformEvents))

/** Called by the host, before anything is mounted, with the shapes of the product's own events. */
export function defineEvents<Names extends EventName>(events: EventShapes<Names>): void {
  for (const [name, shape] of Object.entries<Readonly<Record<string, keyof typeof fieldChecks>>>(events))
    shapes.set(name, shape)
}

/**
 * Fields in which an event does not have its shape; empty when it has. An event that no shape was defined for
 * belongs to a later release or to another team, and is not checked.
 */
function wrongFields(name: string, detail: unknown): string[] {
  const fields: Readonly<Record<string, unknown>> = typeof detail === 'object' && detail !== null ? { ...detail } : {}
  return Object.entries(shapes.get(name) ?? {})
    .filter(([field, kind]) => !fieldChecks[kind](fields[field]))
    .map(([field]) => field)
}

function shapeError(name: string, detail: unknown): AtriumError | undefined {
  const wrong = wrongFields(name, detail)
  if (wrong.length === 0) return undefined
  return new AtriumError('EVENT_SHAPE_WRONG', {
    subject: `${name}: ${wrong.join(', ')}`,
    remedy: 'Emit what the EventMap of the product declares.',
  })
}

/** Scripts without this package listen to `atrium:<name>` on `window`; the payload is in `detail`. */
const prefix = 'atrium:'

/**
 * Kinds of events whose last one is kept for `replay`. Beyond it: that of the kind that was emitted least recently is
 * forgotten, so that names which are made at run time fill no memory.
 */
const maxKept = 500

const lastDetail = new Map<string, unknown>()

/**
 * Emits an event to all listeners. One that throws does not stop the others. Of more than a thousand events of a
 * kind within a second only the last is delivered, at the end of that second, and `watchFloods` reports it.
 *
 * @throws AtriumError EVENT_SHAPE_WRONG when the payload does not have its shape; nothing is delivered.
 */
export function emit<Name extends EventName>(name: Name, detail: EventMap[Name]): void {
  const error = shapeError(name, detail)
  if (error) throw error
  lastDetail.delete(name)
  lastDetail.set(name, detail)
  const [oldest] = lastDetail.size > maxKept ? lastDetail.keys() : []
  if (oldest !== undefined) lastDetail.delete(oldest)
  deliverWithLimit(name, () => window.dispatchEvent(new CustomEvent(prefix + name, { detail })))
}

export interface ListenOptions {
  /** Deliver the last event of this kind too, if there was one before. Default: false. */
  readonly replay?: boolean
  /** Ends the listening, as in `addEventListener`. */
  readonly signal?: AbortSignal
}

/**
 * Listens to one kind of event until the returned function is called. An event dispatched on `window` directly,
 * past `emit`, is reported as an uncaught error when it has the wrong shape, and not delivered.
 */
export function on<Name extends EventName>(
  name: Name,
  listener: (detail: EventMap[Name]) => void,
  options: ListenOptions = {},
): () => void {
  const receive = (event: Event): void => {
    const { detail } = event as CustomEvent<EventMap[Name]>
    const error = shapeError(name, detail)
    if (error) reportError(error)
    else listener(detail)
  }
  const { replay = false, signal } = options
  window.addEventListener(prefix + name, receive, signal ? { signal } : undefined)
  if (replay && lastDetail.has(name) && !signal?.aborted) listener(lastDetail.get(name) as EventMap[Name])
  return () => window.removeEventListener(prefix + name, receive)
}

type AnyListener = (name: string, detail: unknown) => void

const anyListeners = new Set<AnyListener>()

/**
 * Listens to every event of the bus, of whatever name and shape, also those that scripts without this package
 * dispatch on `window`, until the returned function is called. For tools such as the inspector:
 * `window.dispatchEvent` is wrapped meanwhile.
 */
export function onAny(listener: AnyListener): () => void {
  if (anyListeners.size === 0) observeDispatch()
  anyListeners.add(listener)
  return () => {
    anyListeners.delete(listener)
    if (anyListeners.size === 0) Reflect.deleteProperty(window, 'dispatchEvent')
  }
}

/** An own property hides `EventTarget.prototype.dispatchEvent` until it is deleted. */
function observeDispatch(): void {
  window.dispatchEvent = (event) => {
    if (event instanceof CustomEvent && event.type.startsWith(prefix)) {
      for (const listener of anyListeners) {
        try {
          listener(event.type.slice(prefix.length), event.detail)
        } catch (error) {
          reportError(error)
        }
      }
    }
    return EventTarget.prototype.dispatchEvent.call(window, event)
  }
}

/**
 * Events of one kind that are delivered within so many milliseconds; far more than any product needs. Beyond it:
 * only the last one is delivered, when the time is over, and a flood is reported.
 */
export const floodLimit = { events: 1000, within: 1000 } as const

/** More events of one kind than the limit. */
export interface Flood {
  readonly event: string
  /** Created where the first event beyond the limit was emitted: its stack names the sender. */
  readonly trace: Error
}

const floodWatchers = new Set<(flood: Flood) => void>()

/** Reports each second in which a kind of event was emitted too often, until the returned function is called. */
export function watchFloods(listener: (flood: Flood) => void): () => void {
  floodWatchers.add(listener)
  return () => void floodWatchers.delete(listener)
}

interface RateWindow {
  readonly since: number
  emitted: number
  /** The last event beyond the limit. */
  deferred: (() => void) | undefined
}

const rateWindows = new Map<string, RateWindow>()

function deliverWithLimit(event: string, deliver: () => void): void {
  const now = performance.now()
  let current = rateWindows.get(event)
  if (!current || now - current.since >= floodLimit.within) {
    current = { since: now, emitted: 0, deferred: undefined }
    rateWindows.set(event, current)
  }
  current.emitted++
  if (current.emitted <= floodLimit.events) return deliver()
  current.deferred = deliver
  if (current.emitted === floodLimit.events + 1) reportFlood(event, current)
}

/** Reports the flood once, and delivers its last event at the end, so that no listener is left with an older state. */
function reportFlood(event: string, current: RateWindow): void {
  setTimeout(() => {
    if (rateWindows.get(event) === current) rateWindows.delete(event)
    current.deferred?.()
  }, floodLimit.within)
  const trace = senderTrace(event)
  for (const listener of floodWatchers) listener({ event, trace })
}

/** Deeper than the default: frames of the host lie between the sender and the bus. */
const traceDepth = 50

function senderTrace(event: string): Error {
  // Only Chromium's engine has a limit; the others keep whole stacks.
  const engine = Error as ErrorConstructor & { stackTraceLimit?: number | undefined }
  const usual = engine.stackTraceLimit
  engine.stackTraceLimit = traceDepth
  const trace = new Error(`Too many ${event}`)
  engine.stackTraceLimit = usual
  return trace
}
