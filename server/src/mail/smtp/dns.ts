import { Resolver } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import * as v from 'valibot'
import { systemCode } from '../../errors/error-facts.ts'

export type RecordType = 'A' | 'AAAA' | 'MX' | 'TXT' | 'PTR'

/** Records of a name, in the form of Node's `dns.resolve`. Rejects with the codes of Node: `ENOTFOUND`, `ENODATA`, … */
export type Lookup = (name: string, type: RecordType) => Promise<unknown>

/**
 * Milliseconds for one query to one name server. Beyond it: it is tried once more; then the domain counts as not
 * resolved for now. A constant.
 */
const timeout = 2500

/** @param servers - Addresses of name servers, with or without a port. Default: those of the system. */
export function systemLookup(servers: readonly string[] = []): Lookup {
  const resolver = new Resolver({ timeout, tries: 2 })
  if (servers.length > 0) resolver.setServers(servers)
  return (name, type) => resolver.resolve(name, type)
}

/** There is no such name, or it has no such records: the name server has said so. */
export const isMissing = (error: unknown): boolean => ['ENOTFOUND', 'ENODATA'].includes(String(systemCode(error)))

async function records<Output>(
  lookup: Lookup,
  [name, type]: readonly [string, RecordType],
  schema: v.GenericSchema<unknown, Output>,
): Promise<readonly Output[]> {
  try {
    return v.parse(v.array(schema), await lookup(name, type))
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

const text = v.string()
const mxSchema = v.object({ priority: v.number(), exchange: text })

const addressesOf = async (lookup: Lookup, name: string): Promise<readonly string[]> => {
  const [six, four] = await Promise.allSettled([
    records(lookup, [name, 'AAAA'], text),
    records(lookup, [name, 'A'], text),
  ])
  const found = [six, four].flatMap((result) => (result.status === 'fulfilled' ? result.value : []))
  const failed = [six, four].find((result) => result.status === 'rejected')
  if (found.length === 0 && failed) throw failed.reason
  return found
}

export const exchangesOf = (lookup: Lookup, domain: string) => records(lookup, [domain, 'MX'], mxSchema)

/** TXT records of a name, each put together from its strings. */
export async function textsOf(lookup: Lookup, name: string): Promise<readonly string[]> {
  const found = await records(lookup, [name, 'TXT'], v.array(text))
  return found.map((strings) => strings.join(''))
}

/** The name that an address is looked up by: `1.2.0.192` for `192.0.2.1`, nibbles for IPv6 (RFC 3596 §2.5). */
export function reversed(address: string): string {
  if (isIP(address) !== 6) return address.split('.').toReversed().join('.')
  const [head = '', tail = ''] = address.split('::')
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'))
  const left = groups(head)
  const right = address.includes('::') ? groups(tail) : []
  const middle = Array.from({ length: 8 - left.length - right.length }, () => '0')
  const nibbles = [...left, ...middle, ...right].map((group) => group.padStart(4, '0')).join('')
  return [...nibbles].toReversed().join('.')
}

/** Names of an address. */
export const namesOf = (lookup: Lookup, address: string): Promise<readonly string[]> =>
  records(lookup, [`${reversed(address)}.${isIP(address) === 6 ? 'ip6' : 'in-addr'}.arpa`, 'PTR'], text)

/** Why no server of a domain can be found: for now, or for ever. */
export class RouteError extends Error {
  override readonly name = 'RouteError'
  /** As an SMTP response: `550 5.1.2 …` or `451 4.4.3 …`. */
  readonly response: string

  constructor(response: string, options?: ErrorOptions) {
    super(response, options)
    this.response = response
  }
}

/** Servers that are tried for one domain. Beyond it: the less preferred ones are not tried. A constant. */
const maxExchanges = 8

/** Fisher and Yates: servers of equal preference share the load (RFC 5321 §5.1). */
function shuffle<Item>(items: readonly Item[], random: () => number): Item[] {
  const mixed = [...items]
  for (let at = mixed.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1))
    const [a, b] = [mixed[at], mixed[other]]
    if (a === undefined || b === undefined) continue
    mixed[at] = b
    mixed[other] = a
  }
  return mixed
}

/**
 * Names of the servers that take mail for a domain, in the order to try them (RFC 5321 §5.1): by preference, those of
 * equal preference in any order; the domain itself where it has no MX.
 *
 * @throws RouteError no such domain, it takes no mail (RFC 7505), or the name servers do not respond
 */
export async function mailServersOf(
  lookup: Lookup,
  domain: string,
  random: () => number = Math.random,
): Promise<readonly string[]> {
  const literal = /^\[(?:IPv6:)?([\da-f.:]+)\]$/i.exec(domain)?.[1]
  if (literal !== undefined && isIP(literal)) return [literal]
  try {
    const found = await exchangesOf(lookup, domain)
    if (found.length === 0) return [domain]
    if (found.every(({ exchange }) => exchange === '' || exchange === '.'))
      throw new RouteError(`556 5.1.10 ${domain} takes no mail (null MX)`)
    const mixed = shuffle(found, random).filter(({ exchange }) => exchange !== '' && exchange !== '.')
    return mixed
      .toSorted((a, b) => a.priority - b.priority)
      .map(({ exchange }) => exchange.replace(/\.$/, '').toLowerCase())
      .slice(0, maxExchanges)
  } catch (error) {
    if (error instanceof RouteError) throw error
    throw new RouteError(`451 4.4.3 The name servers of ${domain} do not respond`, { cause: error })
  }
}

/** Addresses of one server; empty when it has none. A literal address is its own. */
export const serverAddresses = async (lookup: Lookup, server: string): Promise<readonly string[]> =>
  isIP(server) ? [server] : addressesOf(lookup, server)

const thisMachine = new BlockList()
thisMachine.addSubnet('127.0.0.0', 8)
thisMachine.addSubnet('0.0.0.0', 8)
thisMachine.addAddress('::1', 'ipv6')
thisMachine.addAddress('::', 'ipv6')

/** Whether an IP address is of this machine. */
export const isThisMachine = (address: string): boolean =>
  thisMachine.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
