import { gunzipSync } from 'node:zlib'
import { AtriumError } from '@atrium/protocol'
import { compress, siblingEncoding } from './compress.ts'
import { contentType } from './content-type.ts'
import { s3Client, type S3Answer, type S3Request, type S3Tries } from './s3-client.ts'
import { parseListing } from './s3-listing.ts'
import type { S3Settings } from './s3-settings.ts'
import type { ListedFile, Store, StoredFile } from './store.ts'
import { storePath } from './store-path.ts'

const forEver = 'public, max-age=31536000, immutable'

const errorCode = (body: Buffer): string => /<Code>([^<]*)</.exec(body.toString())?.[1] ?? ''

const refused = (what: string, { status, body }: S3Answer) =>
  new AtriumError('STORE_REFUSED', {
    subject: `${what}: ${status} ${errorCode(body)}`.trim(),
    remedy: 'Check the name of the bucket, the region, the credentials and their policy.',
  })

interface Bucket {
  readonly prefix: string
  readonly ask: (request: S3Request) => Promise<S3Answer>
}

interface StoredObject extends Pick<Required<S3Request>, 'body'> {
  readonly path: string
  readonly type: string
  readonly cacheControl: string
  readonly encoding?: string | undefined
  /** `if-match` or `if-none-match`. */
  readonly condition?: Readonly<Record<string, string>>
}

const put = ({ ask, prefix }: Bucket, { path, body, type, cacheControl, encoding, condition }: StoredObject): Promise<S3Answer> =>
  ask({
    method: 'PUT',
    key: `${prefix}${path}`,
    body,
    headers: { 'content-type': type, 'cache-control': cacheControl, ...(encoding ? { 'content-encoding': encoding } : {}), ...condition },
  })

async function readUnless({ ask, prefix }: Bucket, path: string, tag: string | undefined): Promise<StoredFile | 'unchanged' | undefined> {
  const answer = await ask({ method: 'GET', key: `${prefix}${path}`, ...(tag === undefined ? {} : { headers: { 'if-none-match': tag } }) })
  if (answer.status === 304) return 'unchanged'
  if (answer.status === 404 && errorCode(answer.body) !== 'NoSuchBucket') return undefined
  if (answer.status !== 200) throw refused(`reading ${path}`, answer)
  const isZipped = answer.headers['content-encoding'] === 'gzip' && siblingEncoding(path) === undefined
  return { bytes: isZipped ? gunzipSync(answer.body) : answer.body, tag: answer.headers.etag ?? '' }
}

async function read(bucket: Bucket, path: string): Promise<StoredFile | undefined> {
  const file = await readUnless(bucket, path, undefined)
  // Nobody has asked for that.
  return file === 'unchanged' ? undefined : file
}

/**
 * A bucket cannot choose by what a browser takes: under its own name a file is gzipped, which everybody
 * takes. The siblings are for a CDN or a gateway that chooses.
 */
async function write(bucket: Bucket, path: string, bytes: Uint8Array): Promise<void> {
  const compressed = await compress(path, bytes)
  const common = { type: contentType(path), cacheControl: forEver }
  const own = { ...common, path, ...(compressed ? { body: compressed.gz, encoding: 'gzip' } : { body: bytes }) }
  const siblings = Object.entries(compressed ?? {}).map(([ending, body]) => {
    const sibling = `${path}.${ending}`
    return { ...common, path: sibling, body, encoding: siblingEncoding(sibling) }
  })
  const keep = async (object: StoredObject): Promise<void> => {
    const answer = await put(bucket, object)
    if (answer.status !== 200) throw refused(`writing ${object.path}`, answer)
  }
  await Promise.all(siblings.map(keep))
  await keep(own)
}

const first = { 'if-none-match': '*' }

/** What S3 answers when a condition does not hold, or two writers met, or the file to match is gone. */
const lost = new Set([404, 409, 412])

/**
 * A service that knows no conditional writes takes them all, and two teams overwrite one another unseen.
 * So it is asked to create a file twice before it is relied upon.
 */
async function proveConditions(bucket: Bucket): Promise<void> {
  const probe = { path: 'conditional-writes.txt', body: Buffer.from('kept\n'), type: 'text/plain', cacheControl: 'no-cache', condition: first }
  for (let tries = 0; tries < 2; tries++) {
    const answer = await put(bucket, probe)
    if (lost.has(answer.status) && answer.status !== 404) return
    if (answer.status !== 200) throw refused('writing to the bucket', answer)
  }
  throw new AtriumError('STORE_REFUSED', {
    subject: 'the bucket takes a conditional write whose condition does not hold',
    remedy: 'Use a service that supports If-None-Match and If-Match when an object is put: two releases at once would overwrite one another.',
  })
}

async function replace(bucket: Bucket, path: string, { bytes, tag }: { readonly bytes: Uint8Array; readonly tag: string | null }): Promise<boolean> {
  const condition = tag === null ? first : { 'if-match': tag }
  const answer = await put(bucket, { path, body: bytes, type: contentType(path), cacheControl: 'no-cache', condition })
  if (answer.status === 200) return true
  if (!lost.has(answer.status)) throw refused(`writing ${path}`, answer)
  // An earlier try of this request may have arrived, and only its answer was lost.
  return (await read(bucket, path))?.bytes.equals(bytes) ?? false
}

async function list({ ask, prefix }: Bucket, start: string): Promise<ListedFile[]> {
  const found: ListedFile[] = []
  let next: string | undefined
  do {
    const page = next === undefined ? {} : { 'continuation-token': next }
    const query = { 'list-type': '2', 'encoding-type': 'url', prefix: `${prefix}${start}`, ...page }
    const answer = await ask({ method: 'GET', key: '', query })
    if (answer.status !== 200) throw refused('listing the bucket', answer)
    const listing = parseListing(answer.body.toString(), prefix)
    found.push(...listing.files)
    next = listing.next
  } while (next !== undefined)
  return found.sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** A store in a bucket. */
export function s3Store(location: string, settings: S3Settings, tries?: S3Tries): Store {
  const bucket: Bucket = { prefix: settings.prefix, ask: s3Client(settings, tries) }
  let proven: Promise<void> | undefined
  return {
    location,
    read: async (path) => read(bucket, storePath(path)),
    readUnless: async (path, tag) => readUnless(bucket, storePath(path), tag),
    write: async (path, bytes) => write(bucket, storePath(path), bytes),
    async replace(path, bytes, tag) {
      await (proven ??= proveConditions(bucket))
      return replace(bucket, storePath(path), { bytes, tag })
    },
    list: (prefix) => list(bucket, prefix),
    async remove(path) {
      const answer = await bucket.ask({ method: 'DELETE', key: `${bucket.prefix}${storePath(path)}` })
      if (answer.status >= 300 && answer.status !== 404) throw refused(`removing ${path}`, answer)
    },
  }
}
