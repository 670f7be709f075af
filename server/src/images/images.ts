import { causedBy, createRateLimiter, quoted, rateLimited, siteOf } from '@atrium/gateway'
import { blobHeaders } from '@atrium/gateway/policies'
import { mailPaths, MailError } from '@atrium/mail-contracts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { promises as dns } from 'node:dns'
import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { type LookupFunction, BlockList, isIP } from 'node:net'

/** Types that are pixels and nothing else. SVG is a document. */
const types = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/bmp', 'image/x-icon'])

export interface FetchImageOptions {
  /** Whether an address may be connected to. */
  readonly mayConnect: (address: string) => boolean
  /** Hosts (`name:port`) of the operator's own network that may be fetched from, at any address. Default: none. */
  readonly ownHosts?: ReadonlySet<string>
  /** Bytes. */
  readonly maxSize: number
  /** Milliseconds for all of it. */
  readonly timeout: number
  readonly maxRedirects: number
}

export interface RemoteImage {
  readonly type: string
  readonly bytes: Buffer
}

const refuse = (subject: string, cause?: unknown) =>
  new MailError('IMAGE_REFUSED', { subject, remedy: 'Open the link in a browser if you trust the sender.', cause })

/** Refused by where it leads: the operator can name the host. */
const notPublic = (subject: string, { host }: URL) =>
  causedBy(
    refuse(subject),
    `a picture of ${quoted(host)} was refused: ${subject}. If the host is of your own network, name it in ATRIUM_IMAGE_HOSTS.`,
  )

const allowedPorts = new Set(['', '80', '443'])

function checkedUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) throw refuse('not an http or https address')
  if (url.username || url.password) throw refuse('the address carries a password')
  return url
}

/** Resolved once, checked, and connected to exactly: a name cannot change its mind in between. */
async function pinned(url: URL, mayConnect: FetchImageOptions['mayConnect']): Promise<LookupFunction> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const found = await dns.lookup(host, { all: true, verbatim: true }).catch((cause: unknown) => {
    throw refuse('the host is not known', cause)
  })
  const [first] = found
  if (!first || !found.every(({ address }) => mayConnect(address)))
    throw notPublic('the host is not on the public internet', url)
  return (_name, options, callback) => {
    if (options.all) callback(null, [first])
    else callback(null, first.address, first.family)
  }
}

function request(url: URL, lookup: LookupFunction, signal: AbortSignal): Promise<IncomingMessage> {
  const { get } = url.protocol === 'https:' ? https : http
  // Nothing of the reader goes along: no cookie, no referrer, no language.
  const headers = { accept: 'image/*', 'user-agent': 'Atrium image proxy' }
  return new Promise((done, fail) => get(url, { lookup, signal, headers, agent: false }, done).once('error', fail))
}

async function body(response: IncomingMessage, maxSize: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxSize) throw refuse('the picture is too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/**
 * Fetches a picture that a mail names, so that its sender sees this server and not the reader.
 *
 * @throws AtriumError IMAGE_REFUSED, saying why.
 */
export async function fetchImage(address: string, options: FetchImageOptions): Promise<RemoteImage> {
  const signal = AbortSignal.timeout(options.timeout)
  let url = checkedUrl(address)
  for (let redirects = 0; redirects <= options.maxRedirects; redirects++) {
    const mayConnect = options.ownHosts?.has(url.host) ? () => true : options.mayConnect
    if (!allowedPorts.has(url.port) && !mayConnect(`port:${url.port}`))
      throw notPublic('the port is not one of the web', url)
    const lookup = await pinned(url, mayConnect)
    const response = await request(url, lookup, signal).catch((cause: unknown) => {
      throw refuse('the host does not respond', cause)
    })
    const { statusCode = 0, headers } = response
    if (statusCode >= 300 && statusCode < 400 && headers.location && URL.canParse(headers.location, url.href)) {
      response.destroy()
      url = checkedUrl(new URL(headers.location, url).href)
      continue
    }
    const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? ''
    if (statusCode !== 200 || !types.has(type)) {
      response.destroy()
      throw refuse(statusCode === 200 ? 'it is not a picture' : `the host responded with ${statusCode}`)
    }
    return { type, bytes: await body(response, options.maxSize) }
  }
  throw refuse('too many redirects')
}

/** Everything that is not the public internet. Source: IANA special-purpose address registries (RFC 6890). */
const special4 = new BlockList()

/** Apart: one list for both would compare an IPv4 address in its mapped form with the IPv6 ranges. */
const special6 = new BlockList()

const ranges4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
]

/** Only 2000::/3 is handed out; these parts of it lead back to IPv4, to tests or to documentation. */
const ranges6: readonly (readonly [string, number])[] = [
  ['::', 3],
  ['4000::', 2],
  ['8000::', 1],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]

for (const [network, prefix] of ranges4) special4.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of ranges6) special6.addSubnet(network, prefix, 'ipv6')

/** Whether an IP address belongs to the public internet. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 0) return false
  return family === 4 ? !special4.check(address, 'ipv4') : !special6.check(address, 'ipv6')
}

const limits = {
  mayConnect: isPublicAddress,
  /** Bytes of a picture. Beyond it: `IMAGE_REFUSED`. */
  maxSize: 10 * 1024 * 1024,
  /** Milliseconds for a picture, redirects included. Beyond it: `IMAGE_REFUSED`. */
  timeout: 15_000,
  /** Redirects that are followed. Beyond it: `IMAGE_REFUSED`. */
  maxRedirects: 3,
} as const

interface ImageRoutes {
  /** Hosts (`name:port`) of the operator's own network that may be fetched from, at any address. */
  readonly ownHosts: ReadonlySet<string>
  /** The account that makes the request. @throws AtriumError `SIGNED_OUT` */
  readonly require: (request: FastifyRequest) => { readonly account: { readonly id: string } }
}

/** `GET /api/image?url=…`: a picture of a mail, fetched by this server, for who is signed in. */
export function imageRoutes(app: FastifyInstance, { ownHosts, require }: ImageRoutes): void {
  const limiter = createRateLimiter({ uses: 600, window: 60_000 })
  app.get<{ Querystring: { url?: string } }>(mailPaths.image, async (request, reply) => {
    const wait = limiter.take(require(request).account.id)
    if (wait > 0) throw rateLimited(wait)
    const { type, bytes } = await fetchImage(request.query.url ?? '', { ...limits, ownHosts })
    return reply
      .headers(blobHeaders(siteOf(request).isHttps(request)))
      .header('content-type', type)
      .header('cache-control', 'private, max-age=86400')
      .send(bytes)
  })
}
