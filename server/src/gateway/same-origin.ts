import { AtriumError } from '@atrium/protocol'
import type { FastifyRequest } from 'fastify'
import type { Config } from '../config/config.ts'
import { publicOrigin } from './public-address.ts'

export const refused = (subject: string) =>
  new AtriumError('CSRF_REFUSED', { subject, remedy: 'Reload the page and try again.' })

/**
 * Refuses a change that a page of another origin asks for. Every browser sends at least one of the
 * two headers with it; what sends neither is no browser and has no cookie that somebody else set.
 *
 * @throws AtriumError `CSRF_REFUSED`
 */
export function requireSameOrigin(config: Config, request: FastifyRequest): void {
  const { origin } = request.headers
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw refused(`a request from ${site}`)
  if (origin !== undefined && origin !== publicOrigin(config, request)) throw refused(`a request from ${origin}`)
}
