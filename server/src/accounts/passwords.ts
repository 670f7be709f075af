import { MailError, minPasswordLength } from '@atrium/mail-contracts'
import { argon2, randomBytes, timingSafeEqual, type Argon2Parameters } from 'node:crypto'
import { promisify } from 'node:util'
import { maxHashesAtOnce } from './fair-queue.ts'
import { createTurnstile } from './turnstile.ts'

const derive = promisify(argon2)

/** OWASP's minimum for argon2id: 19 MiB, two passes, one lane. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 }

/** Bounds the memory. Its line stays short: what strangers start waits in the gateway's queue, which is bounded. */
const turnstile = createTurnstile(maxHashesAtOnce)

/** One character is one character, however the keyboard composed it (NIST SP 800-63B §3.1.1.2). */
const normal = (password: string): Buffer => Buffer.from(password.normalize('NFKC'))

const run = (parameters: Argon2Parameters): Promise<Buffer> => turnstile(() => derive('argon2id', parameters))

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/=+$/, '')

/** @throws AtriumError `PASSWORD_TOO_SHORT` */
export function checkPassword(password: string): void {
  if ([...password.normalize('NFKC')].length < minPasswordLength)
    throw new MailError('PASSWORD_TOO_SHORT', {
      subject: 'password',
      remedy: `Take at least ${minPasswordLength} characters.`,
    })
}

/** The argon2id hash of a password, as a PHC string. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16)
  const hash = await run({ message: normal(password), nonce, tagLength: 32, ...cost })
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${base64(nonce)}$${base64(hash)}`
}

const phc = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

/** Nobody's: verifying against it takes as long as against a real one. */
const nobody = `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${base64(randomBytes(16))}$${base64(randomBytes(32))}`

/** @param stored - Null when there is no such account: false, after the same time. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const [, memory, passes, parallelism, nonce = '', expected = ''] = phc.exec(stored ?? nobody) ?? []
  const hash = Buffer.from(expected, 'base64')
  const got = await run({
    message: normal(password),
    nonce: Buffer.from(nonce, 'base64'),
    tagLength: hash.length,
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
  })
  return timingSafeEqual(got, hash) && stored !== null
}
