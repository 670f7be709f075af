import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const compressible = /\.(js|css|json|svg|html|webmanifest)$/

/** Whether a file is kept with compressed siblings. By the name alone, so that a CDN can be told. */
export const hasSiblings = (path: string): boolean => compressible.test(path)

/** A file's compressed forms. */
export interface Compressed {
  readonly br: Buffer
  readonly gz: Buffer
}

/** As small as it gets: it is done once and sent for ever. Undefined where it does not pay. */
export async function compress(path: string, bytes: Uint8Array): Promise<Compressed | undefined> {
  if (!hasSiblings(path)) return undefined
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
  const [br, gz] = await Promise.all([promisify(brotliCompress)(bytes, { params }), promisify(gzip)(bytes, { level: 9 })])
  return { br, gz }
}

/** The encoding of a compressed sibling; undefined for every other file. */
export function siblingEncoding(path: string): 'br' | 'gzip' | undefined {
  if (path.endsWith('.br')) return 'br'
  return path.endsWith('.gz') ? 'gzip' : undefined
}
