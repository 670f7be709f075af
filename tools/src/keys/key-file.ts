import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Signer } from '@atrium/trust'

/** Public key, base64url, as documents name it. */
const publicKeyOf = (key: KeyObject): string => createPublicKey(key).export({ format: 'jwk' }).x ?? ''

/** @throws Error naming the source when it is no Ed25519 private key in PEM form. */
export function signerFromPem(pem: string, source: string): Signer {
  let key: KeyObject
  try {
    key = createPrivateKey(pem)
  } catch (cause) {
    throw new Error(`${source} is no private key in PEM form; \`pnpm release keys make FILE\` writes one`, { cause })
  }
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`${source} is a key for ${key.asymmetricKeyType}, wanted is ed25519`)
  return { key: publicKeyOf(key), sign: async (bytes) => sign(null, bytes, key) }
}

/** @throws Error when there is no such file, or it holds something else. */
export function signerFromFile(file: string): Signer {
  if (!existsSync(file)) throw new Error(`There is no key at ${file}`)
  return signerFromPem(readFileSync(file, 'utf8'), file)
}

/** Writes a new private key, readable by its owner alone. An existing file is never replaced. */
export function makeKey(file: string): Signer {
  const { privateKey } = generateKeyPairSync('ed25519')
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 })
  try {
    linkSync(draft, file)
  } catch (error) {
    // Somebody else has made it in this moment: theirs is the key.
    if (Reflect.get(Object(error), 'code') !== 'EEXIST') throw error
  } finally {
    rmSync(draft)
  }
  return signerFromFile(file)
}
