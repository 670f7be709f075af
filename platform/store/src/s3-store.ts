import { createHash } from 'node:crypto'
import http from 'node:http'
import https from 'node:https'
import { gunzipSync } from 'node:zlib'
import { AtriumError } from '@atrium/protocol'
import { compress, contentType, siblingEncoding } from './representation.ts'
import { storePath, type ListedFile, type Store, type StoredFile } from './store.ts'

/** Where a bucket is, and the credentials for it. */
interface S3Settings {
  /** URL of the bucket, with a slash at its end. */
  readonly bucketUrl: string
  /** Put before every path; empty, or with a slash at its end. */
  readonly prefix: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** Environment variables that are read for a bucket. */
export const bucketVariables = [
  'ATRIUM_S3_ENDPOINT',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
] as const

export type Environment = Readonly<Record<string, string | undefined>>

const invalid = (subject: string, remedy: string) => new AtriumError('CONFIG_INVALID', { subject, remedy })

function required(environment: Environment, variable: string): string {
  const value = environment[variable]
  if (value) return value
  throw invalid(`${variable} is not set`, 'A store in a bucket needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.')
}

/** Virtual-hosted address for Amazon; by path for other services, and for names with dots, which no certificate covers. */
function bucketUrl(bucket: string, region: string, endpoint: string | undefined): string {
  if (endpoint && !/^https?:\/\/[^/?#]+/.test(endpoint)) {
    throw invalid(`ATRIUM_S3_ENDPOINT is ${endpoint}`, 'Set it to an address such as https://s3.example:9000.')
  }
  if (endpoint) return `${endpoint.replace(/\/+$/, '')}/${bucket}/`
  return bucket.includes('.')
    ? `https://s3.${region}.amazonaws.com/${bucket}/`
    : `https://${bucket}.s3.${region}.amazonaws.com/`
}

/** @throws AtriumError CONFIG_INVALID. */
function s3Settings(location: string, environment: Environment): S3Settings {
  const parts = /^s3:\/\/([a-z0-9][a-z0-9.-]+)(?:\/([\w.~/-]*))?$/.exec(location)
  if (!parts) throw invalid(`${location} is no bucket`, 'Use s3://bucket or s3://bucket/prefix.')
  const [, bucket = '', below = ''] = parts
  const region = environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'] ?? 'us-east-1'
  const prefix = below.replace(/^\/+|\/+$/g, '')
  const sessionToken = environment['AWS_SESSION_TOKEN']
  return {
    bucketUrl: bucketUrl(bucket, region, environment['ATRIUM_S3_ENDPOINT']),
    prefix: prefix === '' ? '' : `${prefix}/`,
    region,
    accessKeyId: required(environment, 'AWS_ACCESS_KEY_ID'),
    secretAccessKey: required(environment, 'AWS_SECRET_ACCESS_KEY'),
    ...(sessionToken ? { sessionToken } : {}),
  }
}

interface S3Request {
  readonly method: 'GET' | 'PUT' | 'DELETE'
  /** Name of the object; empty for the bucket itself. */
  readonly key: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array
}

interface S3Response {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  /** As sent: nothing is decompressed. */
  readonly body: Buffer
}

/** How long a request to a bucket may take. */
export interface S3Retry {
  /** Milliseconds without traffic after which an attempt fails. */
  readonly timeout: number
  /** Milliseconds before each further attempt. */
  readonly delays: readonly number[]
}

/** For a command at a terminal, which can wait. */
const defaultRetry: S3Retry = { timeout: 30_000, delays: [100, 400, 1600] }

/** Statuses that a later attempt may not get. */
const transientStatuses = new Set([429, 500, 502, 503, 504])

const encodeKey = (key: string): string => key.split('/').map(encodeURIComponent).join('/')

async function signed(settings: S3Settings, { method, key, query, headers, body }: S3Request) {
  const url = new URL(`${settings.bucketUrl}${encodeKey(key)}`)
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value)
  // The hash of the body is signed too, so that it cannot be changed on the way, even without TLS.
  const hash = createHash('sha256')
    .update(body ?? '')
    .digest('hex')
  // Loaded on first use: it is slow to load, and a folder needs none of it.
  const { AwsV4Signer } = await import('aws4fetch')
  const { bucketUrl: _, prefix: __, ...credentials } = settings
  const signer = new AwsV4Signer({
    ...credentials,
    service: 's3',
    method,
    url: url.href,
    headers: { ...headers, 'x-amz-content-sha256': hash },
  })
  const request = await signer.sign()
  return { url: request.url, headers: Object.fromEntries(request.headers) }
}

interface Connection {
  readonly agent: http.Agent
  readonly timeout: number
}

/** One attempt. Not with `fetch`, which would decompress what is stored compressed. */
async function send(settings: S3Settings, request: S3Request, { agent, timeout }: Connection): Promise<S3Response> {
  const { url, headers } = await signed(settings, request)
  const { request: open } = url.protocol === 'https:' ? https : http
  return new Promise((resolve, reject) => {
    const outgoing = open(url, {
      method: request.method,
      agent,
      timeout,
      headers: { ...headers, 'content-length': request.body?.length ?? 0 },
    })
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no response for ${timeout / 1000} s`)))
    outgoing.on('error', reject)
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.on('error', reject)
      incoming.on('end', () =>
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(chunks) }),
      )
    })
    outgoing.end(request.body)
  })
}

/** Sends requests to a bucket, and repeats those that fail transiently. */
function s3Client(
  settings: S3Settings,
  { timeout, delays }: S3Retry = defaultRetry,
): (request: S3Request) => Promise<S3Response> {
  const { Agent } = settings.bucketUrl.startsWith('https:') ? https : http
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  return async (request) => {
    let last: unknown
    for (const delay of [...delays, undefined]) {
      try {
        const response = await send(settings, request, { agent, timeout })
        if (!transientStatuses.has(response.status)) return response
        last = new Error(`status ${response.status}`)
      } catch (error) {
        last = error
      }
      if (delay !== undefined) await new Promise((resolve) => setTimeout(resolve, delay))
    }
    const reason = last instanceof Error ? last.message : String(last)
    throw new AtriumError('STORE_UNREACHABLE', {
      subject: `${settings.bucketUrl}: ${reason}`,
      remedy: 'Check the network and the service, then try again.',
      cause: last,
    })
  }
}

interface S3Listing {
  readonly files: readonly ListedFile[]
  /** Continuation token of the next page; undefined on the last. */
  readonly next: string | undefined
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const unescaped = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|apos);/g, (whole, name: string) => entities[name] ?? whole)

const field = (xml: string, name: string): string | undefined => {
  const value = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]
  return value === undefined ? undefined : unescaped(value)
}

/** Parses a page of `ListObjectsV2` that was requested with `encoding-type=url`. */
function parseListing(xml: string, prefix: string): S3Listing {
  const files = [...xml.matchAll(/<Contents>(.*?)<\/Contents>/gs)].map(([, object = '']) => ({
    path: decodeURIComponent((field(object, 'Key') ?? '').replaceAll('+', ' ')).slice(prefix.length),
    size: Number(field(object, 'Size')),
    modified: new Date(field(object, 'LastModified') ?? 0),
  }))
  return { files, next: field(xml, 'IsTruncated') === 'true' ? field(xml, 'NextContinuationToken') : undefined }
}

/** Cache-Control of files that never change. */
const immutable = 'public, max-age=31536000, immutable'

const errorCode = (body: Buffer): string => /<Code>([^<]*)</.exec(body.toString())?.[1] ?? ''

const refused = (what: string, { status, body }: S3Response) =>
  new AtriumError('STORE_REFUSED', {
    subject: `${what}: ${status} ${errorCode(body)}`.trim(),
    remedy: 'Check the name of the bucket, the region, the credentials and their policy.',
  })

interface Bucket {
  readonly prefix: string
  readonly send: (request: S3Request) => Promise<S3Response>
}

interface StoredObject extends Pick<Required<S3Request>, 'body'> {
  readonly path: string
  readonly type: string
  readonly cacheControl: string
  readonly encoding?: string | undefined
  /** `if-match` or `if-none-match`. */
  readonly condition?: Readonly<Record<string, string>>
}

const put = (
  bucket: Bucket,
  { path, body, type, cacheControl, encoding, condition }: StoredObject,
): Promise<S3Response> =>
  bucket.send({
    method: 'PUT',
    key: `${bucket.prefix}${path}`,
    body,
    headers: {
      'content-type': type,
      'cache-control': cacheControl,
      ...(encoding ? { 'content-encoding': encoding } : {}),
      ...condition,
    },
  })

async function readUnless(
  bucket: Bucket,
  path: string,
  tag: string | undefined,
): Promise<StoredFile | 'unchanged' | undefined> {
  const headers: Record<string, string> = tag === undefined ? {} : { 'if-none-match': tag }
  const response = await bucket.send({ method: 'GET', key: `${bucket.prefix}${path}`, headers })
  if (response.status === 304) return 'unchanged'
  if (response.status === 404 && errorCode(response.body) !== 'NoSuchBucket') return undefined
  if (response.status !== 200) throw refused(`reading ${path}`, response)
  const isGzipped = response.headers['content-encoding'] === 'gzip' && siblingEncoding(path) === undefined
  return { bytes: isGzipped ? gunzipSync(response.body) : response.body, tag: response.headers.etag ?? '' }
}

async function read(bucket: Bucket, path: string): Promise<StoredFile | undefined> {
  const file = await readUnless(bucket, path, undefined)
  // Never without a tag in the request.
  return file === 'unchanged' ? undefined : file
}

/**
 * A bucket does not negotiate encodings: under its own name a file is stored with gzip, which every browser accepts.
 * The siblings are for a CDN or a gateway that negotiates.
 */
async function write(bucket: Bucket, path: string, bytes: Uint8Array): Promise<void> {
  const compressed = await compress(path, bytes)
  const common = { type: contentType(path), cacheControl: immutable }
  const own = { ...common, path, ...(compressed ? { body: compressed.gz, encoding: 'gzip' } : { body: bytes }) }
  const siblings = Object.entries(compressed ?? {}).map(([ending, body]) => {
    const sibling = `${path}.${ending}`
    return { ...common, path: sibling, body, encoding: siblingEncoding(sibling) }
  })
  const save = async (object: StoredObject): Promise<void> => {
    const response = await put(bucket, object)
    if (response.status !== 200) throw refused(`writing ${object.path}`, response)
  }
  await Promise.all(siblings.map(save))
  await save(own)
}

/** Only when the object does not exist yet. */
const ifAbsent = { 'if-none-match': '*' }

/** Statuses of S3 when the condition does not hold (412), two writers met (409), or the object to match is gone (404). */
const conditionFailed = new Set([404, 409, 412])

/**
 * A service without conditional writes accepts them all, and two releases at once overwrite each other silently. So the
 * first write of a process creates the same file twice, which has to fail the second time.
 */
async function proveConditions(bucket: Bucket): Promise<void> {
  const probe = {
    path: 'conditional-writes.txt',
    body: Buffer.from('kept\n'),
    type: 'text/plain',
    cacheControl: 'no-cache',
    condition: ifAbsent,
  }
  for (let attempt = 0; attempt < 2; attempt++) {
    const response = await put(bucket, probe)
    if (conditionFailed.has(response.status) && response.status !== 404) return
    if (response.status !== 200) throw refused('writing to the bucket', response)
  }
  throw new AtriumError('STORE_REFUSED', {
    subject: 'the bucket accepts a conditional write whose condition does not hold',
    remedy:
      'Use a service that supports If-None-Match and If-Match when an object is put: two releases at once would overwrite each other.',
  })
}

interface Replacement {
  readonly bytes: Uint8Array
  /** Of the object that is replaced; null when there is none. */
  readonly tag: string | null
}

async function replace(bucket: Bucket, path: string, { bytes, tag }: Replacement): Promise<boolean> {
  const condition = tag === null ? ifAbsent : { 'if-match': tag }
  const response = await put(bucket, {
    path,
    body: bytes,
    type: contentType(path),
    cacheControl: 'no-cache',
    condition,
  })
  if (response.status === 200) return true
  if (!conditionFailed.has(response.status)) throw refused(`writing ${path}`, response)
  // An earlier attempt may have arrived, and only its response was lost.
  return (await read(bucket, path))?.bytes.equals(bytes) ?? false
}

async function list({ send: request, prefix }: Bucket, start: string): Promise<ListedFile[]> {
  const found: ListedFile[] = []
  let next: string | undefined
  do {
    const page = next === undefined ? {} : { 'continuation-token': next }
    const query = { 'list-type': '2', 'encoding-type': 'url', prefix: `${prefix}${start}`, ...page }
    const response = await request({ method: 'GET', key: '', query })
    if (response.status !== 200) throw refused('listing the bucket', response)
    const listing = parseListing(response.body.toString(), prefix)
    found.push(...listing.files)
    next = listing.next
  } while (next !== undefined)
  return found.sort((a, b) => (a.path < b.path ? -1 : 1))
}

/**
 * A store in a bucket, at `s3://bucket/prefix`.
 *
 * @throws AtriumError CONFIG_INVALID.
 */
export function s3Store(location: string, environment: Environment, retry?: S3Retry): Store {
  const settings = s3Settings(location, environment)
  const bucket: Bucket = { prefix: settings.prefix, send: s3Client(settings, retry) }
  let conditionsProven: Promise<void> | undefined
  const proveOnce = (): Promise<void> =>
    (conditionsProven ??= proveConditions(bucket).catch((error: unknown) => {
      // The next write tries again.
      conditionsProven = undefined
      throw error
    }))
  return {
    location,
    read: async (path) => read(bucket, storePath(path)),
    readUnless: async (path, tag) => readUnless(bucket, storePath(path), tag),
    write: async (path, bytes) => write(bucket, storePath(path), bytes),
    async replace(path, bytes, tag) {
      const key = storePath(path)
      await proveOnce()
      return replace(bucket, key, { bytes, tag })
    },
    list: (prefix) => list(bucket, prefix),
    async remove(path) {
      const response = await bucket.send({ method: 'DELETE', key: `${bucket.prefix}${storePath(path)}` })
      if (response.status >= 300 && response.status !== 404) throw refused(`removing ${path}`, response)
    },
    removeDrafts: async () => 0,
  }
}
