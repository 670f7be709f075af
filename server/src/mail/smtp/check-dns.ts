import { authenticate, type DNSResolver } from 'mailauth'
import { isIP } from 'node:net'
import { dkimRecord, type DkimKey } from './dkim.ts'
import { exchangesOf, namesOf, serverAddresses, textsOf, type Lookup, type RecordType } from './dns.ts'

/** One thing that other mail servers look up about a domain. */
export interface DnsFinding {
  readonly about: 'MX' | 'address' | 'PTR' | 'SPF' | 'DKIM' | 'DMARC'
  /** `wrong` keeps mail from coming or going, or sends it to spam; `unknown`: the name servers do not respond. */
  readonly state: 'ok' | 'warning' | 'wrong' | 'unknown'
  /** A sentence without a full stop at its end. */
  readonly text: string
  /** The record to have, as a line of a zone file. Default: nothing has to be added. */
  readonly record?: string
}

export interface DnsCheck {
  readonly lookup: Lookup
  /** Domain of the addresses. */
  readonly domain: string
  /** Host name of the server. */
  readonly name: string
  readonly dkim: DkimKey
  /** Whether a relay sends in our place: then its addresses are what SPF must allow, and PTR is its own concern. */
  readonly isRelayed: boolean
}

type Finding = Omit<DnsFinding, 'about'>

const withoutDot = (name: string): string => name.replace(/\.$/, '').toLowerCase()

/** A TXT record of a zone file: a string of it has at most 255 bytes (RFC 1035 §3.3.14). */
export const textRecord = (name: string, value: string): string => {
  const strings = (value.match(/.{1,250}/g) ?? []).map((part) => `"${part}"`)
  return `${name}. IN TXT ${strings.length === 1 ? strings[0] : `( ${strings.join(' ')} )`}`
}

async function checkExchange({ lookup, domain, name }: DnsCheck): Promise<Finding> {
  const record = `${domain}. IN MX 10 ${name}.`
  const found = await exchangesOf(lookup, domain)
  const exchanges = found.map(({ exchange }) => withoutDot(exchange))
  if (exchanges.includes(name)) return { state: 'ok', text: `mail for ${domain} goes to ${name}` }
  if (exchanges.length === 0) return { state: 'wrong', text: `${domain} has no MX record`, record }
  if (exchanges.every((exchange) => exchange === ''))
    return { state: 'wrong', text: `${domain} says that it takes no mail (null MX, RFC 7505)`, record }
  return { state: 'wrong', text: `mail for ${domain} goes to ${exchanges.join(', ')}, not to ${name}`, record }
}

/** Addresses that no one else on the internet can connect to. */
const privateAddress =
  /^(?:0\.|10\.|127\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|192\.168\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|::1?$|f[cd]|fe[89ab])/i

function checkAddress(name: string, addresses: readonly string[]): Finding {
  if (addresses.length === 0)
    return {
      state: 'wrong',
      text: `${name} has no address`,
      record: `${name}. IN A <the public address of this server>`,
    }
  const hidden = addresses.filter((address) => privateAddress.test(address))
  if (hidden.length > 0)
    return {
      state: 'wrong',
      text: `${name} is at ${hidden.join(', ')}, which the internet cannot reach`,
      record: `${name}. IN A <the public address of this server>`,
    }
  return { state: 'ok', text: `${name} is at ${addresses.join(', ')}` }
}

async function checkReverse({ lookup, name }: DnsCheck, address: string): Promise<Finding> {
  const names = (await namesOf(lookup, address)).map(withoutDot)
  if (names.includes(name)) return { state: 'ok', text: `${address} is named ${name}` }
  const called = names.length === 0 ? 'has no name' : `is named ${names.join(', ')}`
  return {
    state: 'wrong',
    text: `${address} ${called}: others refuse mail from it. The provider of the address sets its name`,
    record: `${address} PTR ${name}.`,
  }
}

/** What SPF says of mail from an address of ours. */
async function resultOfSpf({ lookup, domain, name }: DnsCheck, ip: string): Promise<string> {
  // The types of the library know lists of strings alone; it reads other records too.
  const resolver: DNSResolver = async (host, type) => (await lookup(host, type as RecordType)) as string[]
  const message = Buffer.from(`From: postmaster@${domain}\r\n\r\n`)
  const sender = `postmaster@${domain}`
  const { spf } = await authenticate(message, { ip, helo: name, sender, mta: name, resolver, disableBimi: true })
  return spf ? spf.status.result : 'none'
}

async function checkSpf(check: DnsCheck, addresses: readonly string[]): Promise<Finding> {
  const { lookup, domain, isRelayed } = check
  const wanted = isRelayed ? 'v=spf1 mx include:<the domain that your relay names> -all' : 'v=spf1 mx -all'
  const record = textRecord(domain, wanted)
  const found = (await textsOf(lookup, domain)).filter((text) => /^v=spf1(?: |$)/i.test(text))
  if (found.length === 0) return { state: 'wrong', text: `${domain} has no SPF record`, record }
  if (found.length > 1)
    return {
      state: 'wrong',
      text: `${domain} has ${found.length} SPF records, and only one may be (RFC 7208 §3.2)`,
      record,
    }
  const [spf = ''] = found
  if (/ \+?all\b/i.test(spf)) return { state: 'wrong', text: `the SPF record lets everyone send for ${domain}`, record }
  if (isRelayed) return { state: 'ok', text: `"${spf}"; that it allows your relay is not checked` }
  const results = await Promise.all(addresses.map(async (ip) => [ip, await resultOfSpf(check, ip)] as const))
  const refused = results.filter(([, result]) => result !== 'pass')
  if (refused.length === 0) return { state: 'ok', text: `"${spf}"` }
  if (refused.every(([, result]) => result === 'temperror'))
    return { state: 'unknown', text: `"${spf}": the name servers of what it names do not respond` }
  return {
    state: 'wrong',
    text: `the SPF record does not allow ${refused.map(([ip, result]) => `${ip} (${result})`).join(', ')}: "${spf}"`,
    record,
  }
}

const tagOf = (record: string, tag: string): string | undefined =>
  record
    .split(';')
    .map((part) => part.split('='))
    .find(([name = '']) => name.trim().toLowerCase() === tag)
    ?.slice(1)
    .join('=')
    .replace(/\s/g, '')

async function checkDkim({ lookup, dkim }: DnsCheck): Promise<Finding> {
  const { name, value } = dkimRecord(dkim)
  const record = textRecord(name, value)
  const found = await textsOf(lookup, name)
  if (found.length === 0) return { state: 'wrong', text: `${name} has no DKIM key`, record }
  if (found.some((text) => tagOf(text, 'p') === tagOf(value, 'p'))) return { state: 'ok', text: `${name} has the key` }
  return { state: 'wrong', text: `${name} has another key than the one that signs: signatures fail`, record }
}

async function checkDmarc({ lookup, domain }: DnsCheck): Promise<Finding> {
  const name = `_dmarc.${domain}`
  const record = textRecord(name, 'v=DMARC1; p=quarantine')
  const found = (await textsOf(lookup, name)).filter((text) => /^v=DMARC1\b/i.test(text))
  const [dmarc = ''] = found
  if (found.length === 0) return { state: 'wrong', text: `${domain} has no DMARC record`, record }
  if (found.length > 1)
    return { state: 'wrong', text: `${name} has ${found.length} DMARC records: none counts`, record }
  const policy = tagOf(dmarc, 'p')?.toLowerCase()
  if (policy === 'quarantine' || policy === 'reject') return { state: 'ok', text: `"${dmarc}"` }
  if (policy === 'none')
    return { state: 'warning', text: `DMARC asks others to do nothing about forged mail: "${dmarc}"`, record }
  return { state: 'wrong', text: `the DMARC record has no policy: "${dmarc}"`, record }
}

async function settled(about: DnsFinding['about'], work: Promise<Finding> | Finding): Promise<DnsFinding> {
  try {
    return { about, ...(await work) }
  } catch {
    return { about, state: 'unknown', text: 'the name servers do not respond' }
  }
}

/** Looks up what other mail servers will look up about a domain. Never rejects. */
export async function checkMailDns(check: DnsCheck): Promise<readonly DnsFinding[]> {
  const { lookup, name, isRelayed } = check
  const addresses = await serverAddresses(lookup, name).catch(() => null)
  const own = addresses?.filter((address) => isIP(address) !== 0) ?? []
  return Promise.all([
    settled('MX', checkExchange(check)),
    addresses === null
      ? ({ about: 'address', state: 'unknown', text: 'the name servers do not respond' } as const)
      : settled('address', checkAddress(name, own)),
    ...(isRelayed ? [] : own.map((address) => settled('PTR', checkReverse(check, address)))),
    settled('SPF', checkSpf(check, own)),
    settled('DKIM', checkDkim(check)),
    settled('DMARC', checkDmarc(check)),
  ])
}
