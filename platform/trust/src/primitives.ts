/** The two primitives trust is made of. Keys, signatures and digests are raw bytes. */
export interface Primitives {
  readonly sha256: (bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>
  readonly verify: (key: Uint8Array<ArrayBuffer>, signature: Uint8Array<ArrayBuffer>, bytes: Uint8Array<ArrayBuffer>) => Promise<boolean>
}

type Subtle = typeof globalThis.crypto.subtle

const native = (subtle: Subtle): Primitives => ({
  sha256: async (bytes) => new Uint8Array(await subtle.digest('SHA-256', bytes)),
  async verify(key, signature, bytes) {
    const imported = await subtle.importKey('raw', key, 'Ed25519', false, ['verify'])
    return subtle.verify('Ed25519', imported, signature, bytes)
  },
})

/** Any valid public key: whether the platform knows the algorithm shows when it takes one. */
const probe = Uint8Array.from([0xd7, 0x5a, 0x98, 0x01, 0x82, 0xb1, 0x0a, 0xb7, 0xd5, 0x4b, 0xfe, 0xd3, 0xc9, 0x64, 0x07, 0x3a, 0x0e, 0xe1, 0x72, 0xf3, 0xda, 0xa6, 0x23, 0x25, 0xaf, 0x02, 0x1a, 0x68, 0xf7, 0x07, 0x51, 0x1a])

async function choose(): Promise<Primitives> {
  const subtle: Subtle | undefined = globalThis.crypto?.subtle
  const known = await subtle?.importKey('raw', probe, 'Ed25519', false, ['verify']).catch(() => undefined)
  return subtle && known ? native(subtle) : (await import('./portable-primitives.ts')).portablePrimitives
}

let chosen: Promise<Primitives> | undefined

/**
 * The platform's own, else (a page without TLS, a browser before Ed25519) a library that is loaded only then.
 * Loading can fail with the network; the next call tries again.
 */
export async function primitives(): Promise<Primitives> {
  chosen ??= choose()
  try {
    return await chosen
  } catch (error) {
    chosen = undefined
    throw error
  }
}
