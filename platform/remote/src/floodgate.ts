import type { EventName } from '@atrium/mail-contracts'

/** So many events of one kind within so many milliseconds pass; no part of the product comes near. */
export const floodLimit = { events: 1000, within: 1000 } as const

/** More events of one kind than anybody can need. */
export interface Flood {
  readonly event: EventName
  /** Made where the event was sent that was one too many: its stack names the sender. */
  readonly trace: Error
}

/** Deeper than usual: between sender and bus lie frames of the host. */
const depth = 50

function traceOf(event: EventName): Error {
  // Known to Chromium's engine alone; the others keep whole stacks.
  const engine = Error as ErrorConstructor & { stackTraceLimit?: number | undefined }
  const usual = engine.stackTraceLimit
  engine.stackTraceLimit = depth
  const trace = new Error(`Too many ${event}`)
  engine.stackTraceLimit = usual
  return trace
}

const watchers = new Set<(flood: Flood) => void>()

/** Tells of each second in which a kind of event was sent too often, until the returned function is called. */
export function watchFloods(tell: (flood: Flood) => void): () => void {
  watchers.add(tell)
  return () => void watchers.delete(tell)
}

interface Window {
  readonly since: number
  sent: number
  /** The last event that was held back. */
  held: (() => void) | undefined
}

const windows = new Map<EventName, Window>()

function open(event: EventName, now: number): Window {
  const opened: Window = { since: now, sent: 0, held: undefined }
  windows.set(event, opened)
  return opened
}

/** Delivers at the end of its second what was held back last, so that nobody is left with an older state. */
function deliverLater(event: EventName, window: Window): void {
  setTimeout(() => {
    if (windows.get(event) === window) windows.delete(event)
    window.held?.()
  }, floodLimit.within)
}

/** Delivers an event, or, when there are too many of its kind, the last of them alone at the end of the second. */
export function letThrough(event: EventName, deliver: () => void): void {
  const now = performance.now()
  const known = windows.get(event)
  const window = known && now - known.since < floodLimit.within ? known : open(event, now)
  window.sent++
  if (window.sent <= floodLimit.events) return deliver()
  window.held = deliver
  if (window.sent > floodLimit.events + 1) return
  deliverLater(event, window)
  const trace = traceOf(event)
  for (const tell of watchers) tell({ event, trace })
}
