import { randomUUID } from 'node:crypto'
import { createWriteStream, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { isUnwritable, systemCode } from '../../errors/error-facts.ts'

/**
 * Bytes that all messages being received may take on disk. Default: 1,000 MB. Beyond it a message is refused with
 * `452 4.3.1`, and its sender tries again later. A constant.
 */
const maxSpool = 1_000_000_000

/** A response to an SMTP command: code, enhanced code (RFC 3463) and text. */
export class SmtpRefusal extends Error {
  override readonly name = 'SmtpRefusal'
  /** Three digits. 4xx: the sender tries again later. */
  readonly responseCode: number

  constructor(responseCode: number, text: string) {
    super(text)
    this.responseCode = responseCode
  }
}

/** A message that has been received whole. */
export interface SpooledMessage {
  readonly size: number
  readonly read: () => Promise<Buffer>
  /** Deletes the file. Never rejects. */
  readonly remove: () => Promise<void>
}

/** Where a message waits while its sender is still sending: a slow sender takes disk, not memory. */
export interface Spool {
  /**
   * Takes a message in.
   *
   * @throws SmtpRefusal the disk or the spool is full, the message is too large or has bare CR or LF
   */
  readonly receive: (data: Readable, maxSize: number) => Promise<SpooledMessage>
}

const full = (): SmtpRefusal => new SmtpRefusal(452, '4.3.1 Not enough storage, try again later')

const cr = 0x0d
const lf = 0x0a

/**
 * Whether the bytes have a CR without LF or an LF without CR (RFC 5321 §2.3.8 forbids both). Servers that take
 * `\n.\r\n` or `\r.\r` for the end of a message let a sender hide a second message in the first (CVE-2023-51764,
 * CVE-2023-51765, CVE-2023-51766).
 */
export function createLineCheck(): { readonly add: (chunk: Uint8Array) => boolean; readonly end: () => boolean } {
  let last = 0
  const isBare = (byte: number): boolean => (last === cr) !== (byte === lf)
  return {
    add: (chunk) => {
      for (const byte of chunk) {
        if ((last === cr || byte === lf) && isBare(byte)) return true
        last = byte
      }
      return false
    },
    end: () => last === cr,
  }
}

/**
 * @param folder - Emptied: what is in it was never acknowledged, so its sender sends it again.
 */
export function openSpool(folder: string): Spool {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const name of readdirSync(folder)) rmSync(path.join(folder, name), { force: true })
  let used = 0
  return {
    receive: async (data, maxSize) => {
      const file = path.join(folder, randomUUID())
      let size = 0
      const remove = async (): Promise<void> => {
        used -= size
        size = 0
        await rm(file, { force: true }).catch(() => undefined)
      }
      const lines = createLineCheck()
      let wrong: SmtpRefusal | undefined
      // What is refused is read to its end anyway: the response comes after it (RFC 5321 §4.1.1.4).
      const check = new Transform({
        transform: (chunk: Buffer, _encoding, done) => {
          if (!wrong && lines.add(chunk)) wrong = new SmtpRefusal(554, '5.6.0 Bare CR or LF in the message')
          if (!wrong && size + chunk.length > maxSize)
            wrong = new SmtpRefusal(552, `5.3.4 The message is larger than ${maxSize} bytes`)
          if (!wrong && used + chunk.length > maxSpool) wrong = full()
          if (wrong) return done()
          size += chunk.length
          used += chunk.length
          done(null, chunk)
        },
      })
      try {
        await pipeline(data, check, createWriteStream(file, { flags: 'wx', mode: 0o600 }))
        if (!wrong && lines.end()) wrong = new SmtpRefusal(554, '5.6.0 Bare CR or LF in the message')
        if (wrong) throw wrong
      } catch (error) {
        await remove()
        if (data.errored) throw new SmtpRefusal(421, '4.4.2 The connection ended before the message')
        throw isNoSpace(error) ? full() : error
      }
      return { size, read: () => readFile(file), remove }
    },
  }
}

/** Whether a write failed because the disk is full or read-only, by the file system or in the database. */
export function isNoSpace(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EROFS'].includes(String(systemCode(error))) || isUnwritable(error)
}
