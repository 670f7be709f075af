import { hashes, verifyAsync } from '@noble/ed25519'
import { sha256, sha512 } from '@noble/hashes/sha2.js'

/** The two primitives that trust is built on. Keys, signatures and digests are raw bytes. */
export interface Primitives {
  readonly sha256: (bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>
  /** Ed25519 (RFC 8032). */
  readonly verify: (
    key: Uint8Array<ArrayBuffer>,
    signature: Uint8Array<ArrayBuffer>,
    bytes: Uint8Array<ArrayBuffer>,
  ) => Promise<boolean>
}

hashes.sha512Async = async (bytes) => sha512(bytes)

/** In JavaScript, for browsers and pages without Web Crypto's Ed25519. */
export const portablePrimitives: Primitives = {
  sha256: async (bytes) => sha256(bytes),
  // `zip215: false`: exactly RFC 8032, as Web Crypto.
  verify: (key, signature, bytes) => verifyAsync(signature, bytes, key, { zip215: false }).catch(() => false),
}
