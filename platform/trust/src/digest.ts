import { toBase64url } from './base64url.ts'
import { canonical } from './canonical.ts'
import { primitives } from './primitives.ts'

export const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

/** SHA-256 of a value's canonical form, base64url. */
export async function digestOf(value: unknown): Promise<string> {
  return toBase64url(await (await primitives()).sha256(utf8(canonical(value))))
}
