import { dkimSign } from 'mailauth'
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Query } from '../../database/query.ts'

/** Name of the key in the DNS, below `_domainkey`. */
const dkimSelector = 'atrium'

/** Bits. Of less, others warn; more does not fit into one DNS packet. */
const keyLength = 2048

export interface DkimKey {
  readonly domain: string
  /** PEM. Secret. */
  readonly privateKey: string
}

/** The key that signs outgoing mail, made at its first use. It lives in the database and is saved with it. */
export function dkimKey(query: Query, domain: string): DkimKey {
  const stored = (): Uint8Array | undefined =>
    query.one<{ value: Uint8Array }>(`SELECT value FROM secret WHERE name = 'dkim'`)?.value
  if (!stored()) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: keyLength })
    query.run(
      `INSERT INTO secret (name, value) VALUES ('dkim', ?) ON CONFLICT DO NOTHING`,
      privateKey.export({ type: 'pkcs8', format: 'der' }),
    )
  }
  const der = stored()
  if (!der) throw new Error('the database does not keep the DKIM key')
  const key = createPrivateKey({ key: Buffer.from(der), type: 'pkcs8', format: 'der' })
  return { domain, privateKey: key.export({ type: 'pkcs8', format: 'pem' }).toString() }
}

/** Where the public key has to be in the DNS, and what it is (RFC 6376 §3.6.1). */
export function dkimRecord({ domain, privateKey }: DkimKey): { readonly name: string; readonly value: string } {
  const key = createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64')
  return { name: `${dkimSelector}._domainkey.${domain}`, value: `v=DKIM1; k=rsa; p=${key}` }
}

/**
 * Signs a message.
 *
 * @returns The field to put in front of it, with its CRLF.
 */
export async function signMessage(chunks: Iterable<Uint8Array>, { domain, privateKey }: DkimKey): Promise<string> {
  const { signatures, errors } = await dkimSign(Readable.from(chunks), {
    signingDomain: domain,
    selector: dkimSelector,
    privateKey,
    canonicalization: 'relaxed/relaxed',
    signatureData: [{ signingDomain: domain, selector: dkimSelector, privateKey, algorithm: 'rsa-sha256' }],
  })
  const [error] = errors
  if (error || signatures === '') throw new Error('the message could not be signed', { cause: error })
  return signatures
}
