/** Milliseconds since the process started; unlike the clock it is never set forward or back. */
export const monotonicTime = (): number => performance.now()
