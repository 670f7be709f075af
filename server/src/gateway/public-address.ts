import type { FastifyRequest } from 'fastify'
import type { Config } from '../config/config.ts'

/** The origin a person's browser shows for this site. */
export const publicOrigin = (config: Config, request: FastifyRequest): string =>
  config.publicOrigin ?? `${request.protocol}://${request.host}`

/** Whether the browser reached us through TLS, here or at a proxy we trust. */
export const isHttps = (config: Config, request: FastifyRequest): boolean =>
  publicOrigin(config, request).startsWith('https:')

/** Address of one of the contract's `paths` below the base path. */
export const sitePath = (config: Config, path: string): string => config.basePath + path.replace(/^\//, '')
