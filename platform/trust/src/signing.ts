import type { Signature } from '@atrium/protocol'
import type { Primitives } from './portable-primitives.ts'

/** Bytes as base64url without padding (RFC 4648, section 5). */
export function toBase64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}

/** @throws DOMException when it is not base64url. */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))
}

/**
 * The one text of a JSON value that is hashed and signed (RFC 8785): no spaces, keys in the order of their UTF-16
 * code units. Keys whose value is `undefined` are left out.
 */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((each) => canonical(each)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const fields = Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`)
  return `{${fields.join(',')}}`
}

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

/** A value's canonical form in UTF-8. */
export const canonicalBytes = (value: unknown): Uint8Array<ArrayBuffer> => utf8(canonical(value))

type Subtle = typeof globalThis.crypto.subtle

const native = (subtle: Subtle): Primitives => ({
  sha256: async (bytes) => new Uint8Array(await subtle.digest('SHA-256', bytes)),
  async verify(key, signature, bytes) {
    const imported = await subtle.importKey('raw', key, 'Ed25519', false, ['verify'])
    return subtle.verify('Ed25519', imported, signature, bytes)
  },
})

/** Any valid public key (RFC 8032, section 7.1, test 1): a browser that imports it has Ed25519. */
const probe = '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo'

async function choosePrimitives(): Promise<Primitives> {
  const subtle: Subtle | undefined = globalThis.crypto?.subtle
  const imported = await subtle
    ?.importKey('raw', fromBase64url(probe), 'Ed25519', false, ['verify'])
    .catch(() => undefined)
  return subtle && imported ? native(subtle) : (await import('./portable-primitives.ts')).portablePrimitives
}

let chosen: Promise<Primitives> | undefined

/**
 * Web Crypto where it has Ed25519; else (a page without TLS, an older browser) a library that is loaded only then.
 * Rejects when loading fails; the next call tries again.
 */
export async function primitives(): Promise<Primitives> {
  chosen ??= choosePrimitives()
  try {
    return await chosen
  } catch (error) {
    chosen = undefined
    throw error
  }
}

/** SHA-256 of a value's canonical form, base64url. */
export async function digestOf(value: unknown): Promise<string> {
  return toBase64url(await (await primitives()).sha256(canonicalBytes(value)))
}

/** What a signature is made for: one for a release is never valid for the registry. */
export type Purpose = 'registry' | 'release' | 'submission'

/** The bytes that are signed: purpose and canonical form. */
export const signedBytes = (purpose: Purpose, value: unknown): Uint8Array<ArrayBuffer> =>
  utf8(`atrium ${purpose} 1\n${canonical(value)}`)

/** Makes Ed25519 signatures, wherever the private key is: in a file, in an agent, in a hardware module. */
export interface Signer {
  /** Public key, base64url. */
  readonly key: string
  readonly sign: (bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>
}

export async function signValue(purpose: Purpose, value: unknown, signer: Signer): Promise<Signature> {
  return { key: signer.key, value: toBase64url(await signer.sign(signedBytes(purpose, value))) }
}

/** Whether one of the keys has signed the value. */
export async function isSigned(
  purpose: Purpose,
  value: unknown,
  { keys, signatures }: { readonly keys: readonly string[]; readonly signatures: readonly Signature[] },
): Promise<boolean> {
  const bytes = signedBytes(purpose, value)
  const { verify } = await primitives()
  for (const { key, value: signature } of signatures) {
    if (keys.includes(key) && (await verify(fromBase64url(key), fromBase64url(signature), bytes))) return true
  }
  return false
}
