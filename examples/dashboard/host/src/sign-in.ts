import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { siteOf, type Sessions } from '@atrium/gateway'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** Seconds until one has to sign in again. */
const lifetime = 8 * 3600

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
const isEqual = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other))

/**
 * Who uses the dashboard: names and passwords from its configuration, and a cookie with the name and its signature. The
 * key lives as long as the process, so a restart signs all users out.
 *
 * @param list - `ada:tower,grace:harbour`
 */
export function createSignIn(list: string) {
  const people = new Map(
    list.split(',').map((each): [string, string] => [each.split(':')[0] ?? '', each.split(':')[1] ?? '']),
  )
  const key = randomBytes(32)
  const sign = (text: string): string => createHmac('sha256', key).update(text).digest('base64url')
  const cookieOf = (request: FastifyRequest): string => siteOf(request).cookieName('', request)

  function personOf(request: FastifyRequest): string | undefined {
    const [name = '', until = '', signature = ''] = (request.cookies[cookieOf(request)] ?? '').split('.')
    const isValid = isEqual(sign(`${name}.${until}`), signature) && Number(until) > Date.now()
    return isValid && people.has(name) ? name : undefined
  }

  const sessions: Sessions = {
    find(request) {
      const name = personOf(request)
      if (name === undefined) return undefined
      const preferences = { theme: 'system', density: 'comfortable', locale: 'system', railCollapsed: false } as const
      return { id: name, groups: new Set([name]), session: () => ({ name, csrf: '', preferences }) }
    },
  }

  return {
    sessions,
    personOf,
    /** Sets the cookie when name and password are right. */
    begin(request: FastifyRequest, reply: FastifyReply): boolean {
      const { name, password } = (request.body ?? {}) as Readonly<Record<string, unknown>>
      if (typeof name !== 'string' || typeof password !== 'string' || !people.has(name)) return false
      if (!isEqual(password, people.get(name) ?? '')) return false
      const value = `${name}.${Date.now() + lifetime * 1000}`
      const attributes = { ...siteOf(request).cookieAttributes(request), maxAge: lifetime }
      reply.setCookie(cookieOf(request), `${value}.${sign(value)}`, attributes)
      return true
    },
    end(request: FastifyRequest, reply: FastifyReply): void {
      reply.clearCookie(cookieOf(request), siteOf(request).cookieAttributes(request))
    },
  }
}
