import { platformPreferencesSchema } from '@atrium/protocol'
import type { Preferences, Session } from '@atrium/protocol/register'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { createHash, randomBytes } from 'node:crypto'
import * as v from 'valibot'
import { siteOf } from './requests.ts'

/** The preferences of a user who has chosen nothing. */
export const defaultPreferences = v.parse(platformPreferencesSchema, {}) as unknown as Preferences

/** Who a request comes from, as far as the gateway needs to know. */
export interface Visitor {
  /** The same for all sessions of one user: decides their share of a canary, and whose reports are whose. */
  readonly id: string
  /** The id is the browser's alone, and a client can have many of them. Default: it is an account's. */
  readonly anonymous?: true
  /** Address that the product's own APIs are given. Default: none. */
  readonly address?: string
  /** Groups that a canary can name. */
  readonly groups: ReadonlySet<string>
  /** What the page is given as `boot.session`. */
  readonly session: () => Session
}

/**
 * How a product identifies its users. The gateway only reads the session; signing in and out, and protection against forged
 * requests, are routes of the product. Makers: `openSessions` here; `openIdSessions` of `@atrium/gateway/openid`; password
 * sessions in `server/src/sign-in`.
 */
export interface Sessions {
  /** Undefined for a browser that is not signed in: its page has no session and preloads no remote. */
  readonly find: (request: FastifyRequest, reply: FastifyReply) => Visitor | undefined | Promise<Visitor | undefined>
  /** Registers routes below the base path. Default: none. */
  readonly routes?: (app: FastifyInstance) => void | Promise<void>
}

/**
 * The id of a person, the same at every gateway and in every database: it decides their share of a canary.
 *
 * @param issuer - Who vouches for the subject: the issuer of OpenID Connect, or a name for a sign-in of your own.
 * @param subject - What the issuer calls the person: `sub`, or an address in one spelling. Compared byte by byte.
 * @returns 22 characters of base64url.
 */
export const personId = (issuer: string, subject: string): string =>
  createHash('sha256')
    .update(JSON.stringify([issuer, subject]))
    .digest('base64url')
    .slice(0, 22)

/**
 * A product without sign-in: every visitor is anonymous. A random id in a cookie, stored for a year, lets
 * a browser stay in or out of a canary; it is sent to no one else and stored nowhere else.
 */
export function openSessions(): Sessions {
  // Fields of a product are the product's to add.
  const session = { name: '', csrf: '', preferences: defaultPreferences } as Session
  return {
    find(request, reply) {
      const site = siteOf(request)
      const name = site.cookieName('visitor', request)
      const known = /^[\w-]{22}$/.exec(request.cookies[name] ?? '')?.[0]
      const id = known ?? randomBytes(16).toString('base64url')
      if (known === undefined) reply.setCookie(name, id, { ...site.cookieAttributes(request), maxAge: 365 * 24 * 3600 })
      return { id, anonymous: true, groups: new Set(), session: () => session }
    },
  }
}
