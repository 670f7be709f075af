const allowed = /^\w[\w.~-]*(\/\w[\w.~-]*)*$/

/**
 * A path that is one thing in every store: nothing hidden, no parent, no empty segment.
 *
 * @throws Error for another one.
 */
export function storePath(path: string): string {
  if (!allowed.test(path)) throw new Error(`${JSON.stringify(path)} is no path in a store`)
  return path
}
