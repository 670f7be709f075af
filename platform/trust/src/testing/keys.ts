import { toBase64url, type Signer } from '../index.ts'

/** A signer with a new Ed25519 key. */
export async function createSigner(): Promise<Signer> {
  const { publicKey, privateKey } = (await crypto.subtle.generateKey('Ed25519', true, [
    'sign',
    'verify',
  ])) as CryptoKeyPair
  const raw = await crypto.subtle.exportKey('raw', publicKey)
  return {
    key: toBase64url(new Uint8Array(raw)),
    sign: async (bytes) => new Uint8Array(await crypto.subtle.sign('Ed25519', privateKey, bytes)),
  }
}
