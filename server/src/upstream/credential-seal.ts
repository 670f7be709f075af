import { AtriumError } from '@atrium/protocol'
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { systemCode } from '../errors/error-facts.ts'

/** Keeps passwords for another mail server unreadable in the database and its backups. */
export interface CredentialSeal {
  readonly seal: (text: string) => Uint8Array
  /** Null when it was sealed with another key, or changed. */
  readonly open: (sealed: Uint8Array) => string | null
}

const nonceLength = 12
const tagLength = 16

/** AES-256-GCM; `key` has 32 bytes. Layout: nonce, tag, ciphertext. */
export function createCredentialSeal(key: Uint8Array): CredentialSeal {
  return {
    seal(text) {
      const nonce = randomBytes(nonceLength)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), body])
    },
    open(sealed) {
      const bytes = Buffer.from(sealed)
      const body = bytes.subarray(nonceLength + tagLength)
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceLength), {
          authTagLength: tagLength,
        })
        decipher.setAuthTag(bytes.subarray(nonceLength, nonceLength + tagLength))
        return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8')
      } catch {
        return null
      }
    },
  }
}

/**
 * The key in `DATA_DIR/secret.key`, made at first use, readable by the owner alone. Beside the
 * database, not in it: a copied database alone gives no password away.
 *
 * @throws AtriumError `CONFIG_INVALID` when the file does not hold a key
 */
export function sealKey(dataDir: string): Buffer {
  const file = path.join(dataDir, 'secret.key')
  try {
    writeFileSync(file, `${randomBytes(32).toString('base64')}\n`, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error
  }
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64')
  if (key.length === 32) return key
  throw new AtriumError('CONFIG_INVALID', {
    subject: `${file} is not a key of 32 bytes in base64`,
    remedy: 'Restore it from a backup, or delete it: all users then sign in again.',
  })
}
