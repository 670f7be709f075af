import type { EventName } from '@atrium/remote'
import { on } from '@atrium/remote'
import { useEffect, useState } from 'react'
import { eventNames } from './event-names.ts'

export interface HeardEvent {
  readonly id: number
  /** Milliseconds since the page was opened. */
  readonly at: number
  readonly name: EventName
  readonly detail: unknown
}

export interface HeardEvents {
  /** Newest first. */
  readonly heard: readonly HeardEvent[]
  /** How many older ones were let go. */
  readonly dropped: number
  readonly paused: boolean
  readonly pause: (paused: boolean) => void
  readonly clear: () => void
}

/** So many are kept; a remote that floods the bus must not take the inspector down. */
export const keptEvents = 200

interface Heard {
  readonly heard: readonly HeardEvent[]
  readonly dropped: number
}

const nothing: Heard = { heard: [], dropped: 0 }

/** Listens to everything on the bus, and draws at most once a frame. */
export function useHeardEvents(): HeardEvents {
  const [state, setState] = useState(nothing)
  const [paused, pause] = useState(false)
  useEffect(() => {
    if (paused) return undefined
    const listening = new AbortController()
    let waiting: HeardEvent[] = []
    let count = 0
    let frame = 0
    const show = (): void => {
      frame = 0
      const [fresh, many] = [waiting.toReversed(), count]
      waiting = []
      count = 0
      setState(({ heard, dropped }) => {
        const all = [...fresh, ...heard]
        return { heard: all.slice(0, keptEvents), dropped: dropped + many - fresh.length + Math.max(0, all.length - keptEvents) }
      })
    }
    for (const name of eventNames) {
      const hear = (detail: unknown): void => {
        count++
        waiting.push({ id: nextId(), at: performance.now(), name, detail })
        if (waiting.length > keptEvents) waiting.shift()
        frame ||= requestAnimationFrame(show)
      }
      on(name, hear, { signal: listening.signal })
    }
    return () => {
      listening.abort()
      cancelAnimationFrame(frame)
    }
  }, [paused])
  return { ...state, paused, pause, clear: () => setState(nothing) }
}

let ids = 0
const nextId = (): number => ++ids
