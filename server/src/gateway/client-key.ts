import { isIPv6 } from 'node:net'
import type { FastifyRequest } from 'fastify'

/** What one client is counted by: its IPv4 address, or the /64 that one line usually gets of IPv6. */
export function clientKey(request: FastifyRequest): string {
  const { ip } = request
  if (!isIPv6(ip) || ip.startsWith('::ffff:')) return ip
  const [head = '', tail = ''] = ip.split('::')
  const groups = head.split(':')
  const missing = ip.includes('::') ? 8 - groups.length - tail.split(':').length : 0
  return [...groups, ...Array<string>(Math.max(0, missing)).fill('0'), ...tail.split(':')].slice(0, 4).join(':')
}
