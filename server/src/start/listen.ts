import { AtriumError } from '@atrium/protocol'
import type { FastifyInstance } from 'fastify'
import type { Config } from '../config/config.ts'
import { portOwner } from './port-owner.ts'
import { errorMessage, systemCode } from '../errors/error-facts.ts'

function inUse({ port, host }: Config, cause: unknown): AtriumError {
  const owner = portOwner(port)
  return new AtriumError('PORT_IN_USE', {
    subject: `${port} on ${host}${owner ? `, by ${owner}` : ''}`,
    remedy: 'Stop that program, or set PORT to another number (0 takes any free one).',
    cause,
  })
}

/**
 * Listens, and answers with the address to open.
 *
 * @throws AtriumError `PORT_IN_USE`, or `CONFIG_INVALID` when the host or port cannot be had
 */
export async function listen(app: FastifyInstance, config: Config): Promise<string> {
  const { port, host } = config
  try {
    await app.listen({ port, host })
  } catch (cause) {
    if (systemCode(cause) === 'EADDRINUSE') throw inUse(config, cause)
    const variable = systemCode(cause) === 'EACCES' ? `PORT is ${port}` : `HOST is ${JSON.stringify(host)}`
    throw new AtriumError('CONFIG_INVALID', {
      subject: `${variable}: ${errorMessage(cause)}`,
      remedy: 'Take an address of this machine and a port this user may have (1024 and above).',
      cause,
    })
  }
  const address = app.server.address()
  const taken = typeof address === 'object' ? (address?.port ?? port) : port
  const everywhere = host === '0.0.0.0' || host === '::'
  return `http://${everywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${taken}`
}
