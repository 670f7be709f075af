import type { FastifyRequest } from 'fastify'
import { isIPv6 } from 'node:net'

/** Milliseconds since the process started; unlike the clock it is never set forward or back. */
export const monotonicTime = (): number => performance.now()

/**
 * Keys a limiter remembers. Default: 20,000. Beyond it the one that was used least recently is forgotten. A constant.
 */
const maxKeys = 20_000

/**
 * Counts uses in fixed windows of time. In memory: a restart forgets.
 *
 * @param window - Milliseconds.
 */
export function createRateLimiter(
  { uses, window }: { readonly uses: number; readonly window: number },
  now: () => number = monotonicTime,
) {
  const keys = new Map<string, { count: number; since: number }>()
  const current = (key: string) => {
    const entry = keys.get(key)
    return entry && now() - entry.since < window ? entry : undefined
  }
  /** Milliseconds until the next use is free; 0 = now. Does not count. */
  const wait = (key: string): number => {
    const entry = current(key)
    return entry && entry.count >= uses ? Math.min(window, entry.since + window - now()) : 0
  }
  const count = (key: string): void => {
    const entry = current(key) ?? { count: 0, since: now() }
    entry.count++
    keys.delete(key)
    keys.set(key, entry)
    const [oldest] = keys.size > maxKeys ? keys.keys() : []
    if (oldest !== undefined) keys.delete(oldest)
  }
  return {
    wait,
    count,
    /**
     * Checks and counts in one step, before slow work begins: of many uses at once no more get through than the limit
     * allows. Milliseconds to wait; 0 = counted.
     */
    take(key: string): number {
      const milliseconds = wait(key)
      if (milliseconds === 0) count(key)
      return milliseconds
    },
    /** Takes back a use that came to nothing. */
    giveBack(key: string): void {
      const entry = current(key)
      if (entry && entry.count > 0) entry.count--
    },
  }
}

/** What one client is counted by: its IPv4 address, or the /64 that one line usually gets of IPv6. */
export function clientKey({ ip }: Pick<FastifyRequest, 'ip'>): string {
  if (!isIPv6(ip) || ip.startsWith('::ffff:')) return ip
  const [head = '', tail = ''] = ip.split('::')
  const groups = head.split(':')
  const missing = ip.includes('::') ? 8 - groups.length - tail.split(':').length : 0
  return [...groups, ...Array<string>(Math.max(0, missing)).fill('0'), ...tail.split(':')].slice(0, 4).join(':')
}
