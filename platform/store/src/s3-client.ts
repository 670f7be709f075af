import { createHash } from 'node:crypto'
import http from 'node:http'
import https from 'node:https'
import { AtriumError } from '@atrium/protocol'
import type { S3Settings } from './s3-settings.ts'

export interface S3Request {
  readonly method: 'GET' | 'PUT' | 'DELETE'
  /** Name of the object; empty for the bucket itself. */
  readonly key: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array
}

export interface S3Answer {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  /** As sent: nothing is decompressed. */
  readonly body: Buffer
}

/** How long somebody waits for a bucket. */
export interface S3Tries {
  /** Milliseconds without a sign of life after which a request is given up. */
  readonly patience: number
  /** Milliseconds before each further try. */
  readonly pauses: readonly number[]
}

/** For somebody who has typed a command. */
const patient: S3Tries = { patience: 30_000, pauses: [100, 400, 1600] }

const passing = new Set([429, 500, 502, 503, 504])

const encodeKey = (key: string): string => key.split('/').map(encodeURIComponent).join('/')

async function signed(settings: S3Settings, { method, key, query, headers, body }: S3Request) {
  const url = new URL(`${settings.bucketUrl}${encodeKey(key)}`)
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value)
  // The hash of the body is signed too: what arrives is what was sent, on a line without TLS as well.
  const hash = createHash('sha256').update(body ?? '').digest('hex')
  // Not before it is needed: it is slow to load, and a folder has no use for it.
  const { AwsV4Signer } = await import('aws4fetch')
  const { bucketUrl: _, prefix: __, ...credentials } = settings
  const signer = new AwsV4Signer({ ...credentials, service: 's3', method, url: url.href, headers: { ...headers, 'x-amz-content-sha256': hash } })
  const request = await signer.sign()
  return { url: request.url, headers: Object.fromEntries(request.headers) }
}

/** Once, without `fetch`: that would decompress what is stored compressed. */
async function send(settings: S3Settings, request: S3Request, { agent, patience }: { readonly agent: http.Agent; readonly patience: number }): Promise<S3Answer> {
  const { url, headers } = await signed(settings, request)
  const { request: open } = url.protocol === 'https:' ? https : http
  return new Promise((resolve, reject) => {
    const outgoing = open(url, { method: request.method, agent, timeout: patience, headers: { ...headers, 'content-length': request.body?.length ?? 0 } })
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer for ${patience / 1000} s`)))
    outgoing.on('error', reject)
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.on('error', reject)
      incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(chunks) }))
    })
    outgoing.end(request.body)
  })
}

/** Asks a bucket; what passes by itself is tried again. */
export function s3Client(settings: S3Settings, { patience, pauses }: S3Tries = patient): (request: S3Request) => Promise<S3Answer> {
  const { Agent } = settings.bucketUrl.startsWith('https:') ? https : http
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  return async (request) => {
    let last: unknown
    for (const pause of [...pauses, undefined]) {
      try {
        const answer = await send(settings, request, { agent, patience })
        if (!passing.has(answer.status)) return answer
        last = new Error(`it answered with ${answer.status}`)
      } catch (error) {
        last = error
      }
      if (pause !== undefined) await new Promise((resolve) => setTimeout(resolve, pause))
    }
    const reason = last instanceof Error ? last.message : String(last)
    throw new AtriumError('STORE_UNREACHABLE', { subject: `${settings.bucketUrl}: ${reason}`, remedy: 'Try again when it answers.', cause: last })
  }
}
