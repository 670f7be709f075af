import type { Signer } from '@atrium/trust'
import { generateKeyPairSync, sign } from 'node:crypto'

/** A fresh pair of keys. */
export function createTestSigner(): Signer {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  return { key: publicKey.export({ format: 'jwk' }).x ?? '', sign: async (bytes) => sign(null, bytes, privateKey) }
}

/** Signs the registry of every test store; test servers trust it. */
export const registrySigner = createTestSigner()

/** Signs every release in a test store. */
export const teamSigner = createTestSigner()
