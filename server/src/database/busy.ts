import { isDatabaseBusy } from '../errors/error-facts.ts'

/**
 * Milliseconds for which SQLite itself waits for the write lock of another process (an import, a backup), in a
 * running server. Default: 20. All requests stop meanwhile. Beyond it: the work is tried again later (see
 * `maxBusyWait`). A constant.
 */
export const busyTimeout = 20

/**
 * Milliseconds for which a request waits for the write lock of another process, while others go on. Default: 1500.
 * Beyond it the request is refused with 503 and `Retry-After`; nothing was changed. A constant.
 */
const maxBusyWait = 1500

/** Seconds: `Retry-After` of a request that was refused because the database is locked. Default: 2. A constant. */
export const busyRetryAfter = 2

/** Milliseconds between two tries. */
const interval = 100

const pause = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, interval))

/**
 * Runs work that writes; while another process holds the write lock it is run again, and other requests go on
 * meanwhile. The work must fail before it has changed anything: a transaction, which takes the lock first.
 *
 * @throws The error of SQLite, after `maxBusyWait`
 */
export async function whenWritable<Result>(run: () => Result | Promise<Result>): Promise<Result> {
  for (let waited = 0; ; waited += interval) {
    try {
      return await run()
    } catch (error) {
      if (!isDatabaseBusy(error) || waited >= maxBusyWait) throw error
      await pause()
    }
  }
}
