/** Acts reach the server in the order in which the person did them. */
export type WriteQueue = <T>(work: () => Promise<T>) => Promise<T>

export const createWriteQueue = (): WriteQueue => {
  let tail: Promise<unknown> = Promise.resolve()
  return (work) => {
    const result = tail.then(work)
    tail = result.catch(() => undefined)
    return result
  }
}
