import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config/config.ts'
import { isHttps } from './public-address.ts'

/**
 * The cookie that holds the session's token. Behind TLS the prefix makes browsers insist on Secure,
 * Path=/ and no Domain (RFC 6265bis §4.1.3.2). Cookies know no port, so that without TLS the name
 * has the instance in it: two of them on one machine do not sign each other's people out.
 */
export interface SessionCookie {
  readonly read: (request: FastifyRequest) => string | undefined
  readonly set: (request: FastifyRequest, reply: FastifyReply, token: string) => void
  readonly clear: (request: FastifyRequest, reply: FastifyReply) => void
}

export function createSessionCookie(config: Config, instance: string): SessionCookie {
  const nameFor = (https: boolean): string => (https ? '__Host-atrium' : `atrium-${instance}`)
  const attributes = (secure: boolean) => ({ httpOnly: true, sameSite: 'strict', path: '/', secure }) as const
  return {
    read: (request) => request.cookies[nameFor(isHttps(config, request))],
    set(request, reply, token) {
      const https = isHttps(config, request)
      const maxAge = Math.floor(config.sessionMaximum / 1000)
      reply.setCookie(nameFor(https), token, { ...attributes(https), maxAge })
    },
    clear(request, reply) {
      const https = isHttps(config, request)
      reply.clearCookie(nameFor(https), attributes(https))
    },
  }
}
