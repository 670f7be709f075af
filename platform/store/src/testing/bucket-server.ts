import { createHash, createHmac, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface BucketObject {
  readonly body: Buffer
  readonly tag: string
  /** Sent with it. */
  readonly headers: Readonly<Record<string, string>>
  readonly modified: Date
}

/** A bucket in memory that speaks S3 as its documentation describes it: signatures, conditions, pages of a listing. */
export interface TestBucket {
  /** For `openStore` and for tools. */
  readonly environment: Readonly<Record<string, string>>
  readonly location: string
  readonly objects: Map<string, BucketObject>
  /** `PUT path`, in the order they arrived. */
  readonly requests: string[]
  /**
   * Called for each request; a status it returns is sent instead. `hang up`: the request is executed, but its response
   * is lost. `silence`: there is never a response.
   */
  fault: (request: { readonly method: string; readonly key: string }) => number | 'hang up' | 'silence' | undefined
  readonly close: () => Promise<void>
}

export interface BucketOptions {
  /** As services were before conditional writes existed. */
  readonly ignoresConditions?: boolean
  /** Objects on a page of a listing. Default: 1000. */
  readonly pageSize?: number
}

const name = 'releases'
const identity: AwsIdentity = { accessKeyId: 'test', secretAccessKey: 'not a secret', region: 'eu-test-1' }

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array))
  return Buffer.concat(chunks)
}

const fail = (response: ServerResponse, status: number, code: string): void => {
  response
    .writeHead(status, { 'content-type': 'application/xml' })
    .end(`<?xml version="1.0"?><Error><Code>${code}</Code></Error>`)
}

/** Status of a write whose conditions do not hold. */
function failedCondition({ headers }: IncomingMessage, present: BucketObject | undefined): 404 | 412 | undefined {
  if (headers['if-none-match'] === '*' && present) return 412
  const wanted = headers['if-match']
  if (wanted === undefined) return undefined
  if (!present) return 404
  return wanted === present.tag ? undefined : 412
}

function page(objects: TestBucket['objects'], query: URLSearchParams, size: number): string {
  const after = query.get('continuation-token') ?? ''
  const names = [...objects.keys()].filter((key) => key.startsWith(query.get('prefix') ?? '') && key > after).sort()
  const shown = names.slice(0, size)
  const contents = shown.map((key) => {
    const { body, tag, modified } = objects.get(key) as BucketObject
    return `<Contents><Key>${encodeURIComponent(key)}</Key><LastModified>${modified.toISOString()}</LastModified><ETag>${tag.replaceAll('"', '&quot;')}</ETag><Size>${body.length}</Size></Contents>`
  })
  const more = names.length > size
  const token = more ? `<NextContinuationToken>${shown.at(-1)}</NextContinuationToken>` : ''
  return `<?xml version="1.0"?><ListBucketResult><IsTruncated>${more}</IsTruncated>${token}${contents.join('')}</ListBucketResult>`
}

const storedHeaders = ['content-type', 'content-encoding', 'cache-control'] as const

function store(
  objects: TestBucket['objects'],
  { key, body, headers }: { key: string; body: Buffer; headers: IncomingMessage['headers'] },
): string {
  const own = storedHeaders.flatMap((header) => (headers[header] === undefined ? [] : [[header, headers[header]]]))
  // Never the same for two writes: an ETag is no hash.
  const tag = `"${createHash('md5').update(body).update(randomBytes(8)).digest('hex')}"`
  objects.set(key, { body, tag, headers: Object.fromEntries(own), modified: new Date() })
  return tag
}

interface AwsIdentity {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly region: string
}

const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()

const scheme =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([\w;-]+), ?Signature=([0-9a-f]{64})$/

const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)

/** Signature Version 4, written from Amazon's description and not from the library that signs. */
function isSignedBy(identity: AwsIdentity, request: IncomingMessage, body: Buffer): boolean {
  const [, id, day = '', region = '', names = '', signature] = scheme.exec(request.headers.authorization ?? '') ?? []
  const payload = String(request.headers['x-amz-content-sha256'])
  if (id !== identity.accessKeyId || region !== identity.region || payload !== sha256(body)) return false
  const url = new URL(request.url ?? '', 'http://bucket')
  const query = [...url.searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&')
  const headers = names
    .split(';')
    .map((name) => `${name}:${String(request.headers[name] ?? '').trim()}\n`)
    .join('')
  const canonical = [request.method, url.pathname, query, headers, names, payload].join('\n')
  const scope = `${day}/${region}/s3/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', String(request.headers['x-amz-date']), scope, sha256(canonical)].join('\n')
  const key = [region, 's3', 'aws4_request'].reduce<Buffer>(
    (last, part) => hmac(last, part),
    hmac(`AWS4${identity.secretAccessKey}`, day),
  )
  return hmac(key, toSign).toString('hex') === signature
}

/** Starts a bucket at a free port of this machine. */
export async function startBucket({
  ignoresConditions = false,
  pageSize = 1000,
}: BucketOptions = {}): Promise<TestBucket> {
  const objects: TestBucket['objects'] = new Map()
  const requests: string[] = []
  const respond = (request: IncomingMessage, response: ServerResponse, body: Buffer): void => {
    const url = new URL(request.url ?? '', 'http://bucket')
    const [bucket = '', ...rest] = url.pathname.slice(1).split('/')
    const key = rest.map(decodeURIComponent).join('/')
    const method = request.method ?? ''
    requests.push(`${method} ${key}`)
    if (!isSignedBy(identity, request, body)) return fail(response, 403, 'SignatureDoesNotMatch')
    if (bucket !== name) return fail(response, 404, 'NoSuchBucket')
    const fault = result.fault({ method, key })
    if (fault === 'silence') return
    if (typeof fault === 'number') return fail(response, fault, 'InternalError')
    const present = objects.get(key)
    const condition = method === 'PUT' && !ignoresConditions ? failedCondition(request, present) : undefined
    if (condition) return fail(response, condition, condition === 404 ? 'NoSuchKey' : 'PreconditionFailed')
    if (method === 'PUT') response.setHeader('etag', store(objects, { key, body, headers: request.headers }))
    if (method === 'DELETE') objects.delete(key)
    if (fault === 'hang up') return void response.destroy()
    if (method === 'GET' && key === '') return void response.end(page(objects, url.searchParams, pageSize))
    if (method === 'GET' && !present) return fail(response, 404, 'NoSuchKey')
    if (method === 'GET' && present && request.headers['if-none-match'] === present.tag)
      return void response.writeHead(304, { etag: present.tag }).end()
    if (method === 'GET' && present)
      return void response.writeHead(200, { ...present.headers, etag: present.tag }).end(present.body)
    response.writeHead(method === 'DELETE' ? 204 : 200).end()
  }
  const server = createServer(
    (request, response) => void bodyOf(request).then((body) => respond(request, response, body)),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const result: TestBucket = {
    environment: {
      ATRIUM_S3_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: identity.accessKeyId,
      AWS_SECRET_ACCESS_KEY: identity.secretAccessKey,
      AWS_REGION: identity.region,
    },
    location: `s3://${name}/atrium`,
    objects,
    requests,
    fault: () => undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return result
}
