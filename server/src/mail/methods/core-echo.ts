import type { Method } from '../protocol/method-context.ts'

/** RFC 8620 §4. */
export const coreEcho: Method = (args) => args
