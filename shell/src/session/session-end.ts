import { createStore } from 'zustand'

// A session has a last moment that no use prolongs. The page says so some time before it.

/** Milliseconds before the end of a session from which the page says so. */
export const warnBefore = 10 * 60_000

/** Milliseconds that a timer can wait. Beyond it: it is set again when it ends. */
const longestTimer = 2 ** 31 - 1

/** Whole minutes until the session ends, 1 at least; null as long as that is far away, or no one is signed in. */
export const sessionEnd = createStore<{ readonly minutes: number | null }>(() => ({ minutes: null }))

interface Callbacks {
  /** Reads the session from the server: another tab may have renewed it, or a clock was changed. */
  readonly confirm: () => Promise<void>
  /** Its last moment has come. */
  readonly expire: () => void
}

let callbacks: Callbacks | undefined
let endsAt = Number.POSITIVE_INFINITY
let timer: ReturnType<typeof setTimeout> | undefined
let isConfirmed = false

function check(): void {
  clearTimeout(timer)
  if (!callbacks || endsAt === Number.POSITIVE_INFINITY) return void sessionEnd.setState({ minutes: null })
  const left = endsAt - Date.now()
  const isNear = left <= warnBefore
  if (isNear && !isConfirmed) {
    isConfirmed = true
    // What it responds is noted, and looked at then.
    void callbacks.confirm().finally(check)
    return
  }
  sessionEnd.setState({ minutes: isNear && left > 0 ? Math.ceil(left / 60_000) : null })
  if (left <= 0) return callbacks.expire()
  timer = setTimeout(check, Math.min(longestTimer, isNear ? left % 60_000 || 60_000 : left - warnBefore))
}

/** @param endsIn - Milliseconds from now, from the server; undefined when no one is signed in, or it does not say. */
export function noteSessionEnd(endsIn: number | undefined): void {
  endsAt = endsIn === undefined ? Number.POSITIVE_INFINITY : Date.now() + endsIn
  if (endsAt - Date.now() > warnBefore) isConfirmed = false
  if (callbacks) check()
}

/** Begins to watch. @returns Ends it. */
export function watchSessionEnd(given: Callbacks): () => void {
  callbacks = given
  // A laptop that was closed has missed its timers.
  const handleVisible = (): void => {
    if (document.visibilityState === 'visible') check()
  }
  document.addEventListener('visibilitychange', handleVisible)
  check()
  return () => {
    callbacks = undefined
    endsAt = Number.POSITIVE_INFINITY
    isConfirmed = false
    check()
    document.removeEventListener('visibilitychange', handleVisible)
  }
}
