import { storedNumber, type BrowserStorage } from './browser-storage.ts'

export interface ServerTimeOptions {
  /** Remembers the latest time that this browser has read, so that no earlier one is believed after it. */
  readonly storage: BrowserStorage
  readonly storageKey: string
  /** Milliseconds that only grow, whatever is done to the clock. Default: `performance.now`. */
  readonly elapsed?: () => number
}

/** Milliseconds by which a time may be earlier than one read before: two gateways never agree to the second. */
const tolerance = 10 * 60_000

/**
 * The time as the gateway's responses say it (`Date`, RFC 9110 §6.6.1), for browsers whose clock is wrong. It may say
 * that a registry has not expired yet where the browser's clock says it has, and nothing else. It never runs back:
 * a time earlier than one that this browser has read before is not believed, so an old registry cannot come with the
 * date of its own day to a browser that has been here since.
 */
export function createServerTime({ storage, storageKey, elapsed = () => performance.now() }: ServerTimeOptions) {
  let known: { readonly time: number; readonly at: number } | undefined
  return {
    /** Reads the header of a response of the gateway; null, or what is no date, changes nothing. */
    note(date: string | null | undefined): void {
      const time = Date.parse(date ?? '')
      const latest = storedNumber(storage, storageKey)
      if (!Number.isFinite(time) || time < latest - tolerance) return
      if (time > latest + tolerance) storage.setItem(storageKey, String(time))
      known = { time, at: elapsed() }
    },
    /** Milliseconds since the epoch; undefined as long as no response has said it. */
    now: (): number | undefined => known && known.time + elapsed() - known.at,
  }
}

export type ServerTime = ReturnType<typeof createServerTime>
