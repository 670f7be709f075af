import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json',
  jsonl: 'application/x-ndjson',
  map: 'application/json',
  html: 'text/html; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
  avif: 'image/avif',
  ico: 'image/x-icon',
  txt: 'text/plain; charset=utf-8',
  webmanifest: 'application/manifest+json',
  woff2: 'font/woff2',
  wasm: 'application/wasm',
}

/** Media type by the extension of the file name. Default: `application/octet-stream`. */
export const contentType = (path: string): string =>
  types[path.split('/').at(-1)?.split('.').at(-1) ?? ''] ?? 'application/octet-stream'

const compressible = /\.(js|css|json|svg|html|webmanifest)$/

/** Whether a file is stored with compressed siblings. Decided by the name alone, so that a CDN can be configured for it. */
export const hasSiblings = (path: string): boolean => compressible.test(path)

/** The compressed forms of a file. */
export interface Compressed {
  readonly br: Buffer
  readonly gz: Buffer
}

/** Compresses at the highest levels: it is done once, and the result is sent many times. Undefined for files without siblings. */
export async function compress(path: string, bytes: Uint8Array): Promise<Compressed | undefined> {
  if (!hasSiblings(path)) return undefined
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(bytes, { params }),
    promisify(gzip)(bytes, { level: 9 }),
  ])
  return { br, gz }
}

/** The content encoding of a compressed sibling; undefined for every other file. */
export function siblingEncoding(path: string): 'br' | 'gzip' | undefined {
  if (path.endsWith('.br')) return 'br'
  return path.endsWith('.gz') ? 'gzip' : undefined
}

/** Subresource integrity of a file: `sha384-` and the base64 of its SHA-384 (W3C SRI). Text is hashed as UTF-8. */
export const integrityOf = (bytes: Uint8Array | string): string =>
  `sha384-${createHash('sha384').update(bytes).digest('base64')}`
