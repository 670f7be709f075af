import type { Signature } from '@atrium/protocol'
import { fromBase64url, toBase64url } from './base64url.ts'
import { canonical } from './canonical.ts'
import { utf8 } from './digest.ts'
import { primitives } from './primitives.ts'

/** What a signature is made for: one for a release can never pass for one of the registry. */
export type Purpose = 'registry' | 'release'

/** The bytes that are signed. */
export const signedBytes = (purpose: Purpose, value: unknown): Uint8Array<ArrayBuffer> =>
  utf8(`atrium ${purpose} 1\n${canonical(value)}`)

/** Makes signatures, wherever the private key is. */
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
