/** Milliseconds between two looks, and until it is too late. */
const [pause, timeout] = [50, 10_000]

/** Looks again and again until it is so. @throws Error after ten seconds. */
export async function eventually(isSo: () => Promise<boolean> | boolean): Promise<void> {
  for (const end = Date.now() + timeout; Date.now() < end;) {
    if (await isSo()) return
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
  throw new Error(`not within ${timeout / 1000} s: ${isSo.toString()}`)
}
