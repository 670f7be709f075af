/** What the host uses of `localStorage` and `sessionStorage`. */
export type BrowserStorage = Pick<Storage, 'getItem' | 'setItem'>

/**
 * A storage that never throws. Where the browser forbids it, or it is full, values live as long as the page.
 *
 * @param open - Returns the browser's storage; reading the global alone throws where storage is forbidden.
 * @param onUnavailable - Called once, with what the browser threw. Default: nothing is reported.
 */
export function safeStorage(
  open: () => BrowserStorage,
  onUnavailable: (cause: unknown) => void = () => undefined,
): BrowserStorage {
  const memory = new Map<string, string>()
  let reported = false
  function attempt<Result>(access: (storage: BrowserStorage) => Result): Result | undefined {
    try {
      return access(open())
    } catch (cause) {
      if (!reported) onUnavailable(cause)
      reported = true
      return undefined
    }
  }
  return {
    // What could not be stored is newer than what the storage still has.
    getItem: (key) => memory.get(key) ?? attempt((storage) => storage.getItem(key)) ?? null,
    setItem(key, value) {
      const stored = attempt((storage) => {
        storage.setItem(key, value)
        return true
      })
      if (stored) memory.delete(key)
      else memory.set(key, value)
    },
  }
}

/** The whole number that was stored under a key; 0 where there is none, or something that no host has written. */
export function storedNumber(storage: BrowserStorage, key: string): number {
  const number = Number(storage.getItem(key) ?? 0)
  return Number.isSafeInteger(number) && number > 0 ? number : 0
}
