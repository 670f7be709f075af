import { createHash } from 'node:crypto'

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

/** Media type by the end of a name. Default: `application/octet-stream`. */
export const contentType = (path: string): string =>
  types[path.split('/').at(-1)?.split('.').at(-1) ?? ''] ?? 'application/octet-stream'

/** Subresource integrity of a file: `sha384-` and the base64 of its SHA-384 (W3C SRI). Text is hashed as UTF-8. */
export const integrityOf = (bytes: Uint8Array | string): string => `sha384-${createHash('sha384').update(bytes).digest('base64')}`
