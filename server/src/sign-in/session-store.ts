import { createHash, randomBytes, createHmac, timingSafeEqual } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { query } from '../database/query.ts'
import { isDatabaseBusy, isUnwritable } from '../errors/error-facts.ts'
import type { Account, NewSession } from './accounts.ts'

/** A signed-in browser. `id` is the SHA-256 of its first token; the token itself is only in the cookie. */
export interface LiveSession {
  readonly id: Buffer
  readonly account: Account
  /** Account id at the mail server. */
  readonly mailAccount: string
  readonly credential: Uint8Array | null
  /** Milliseconds since 1970; no use prolongs it. */
  readonly endsAt: number
}

export interface SessionStore {
  /** Begins a session and returns its token, 256 random bits. */
  readonly begin: (session: NewSession) => string
  /** The session of a token, if it is neither idle too long nor too old. Counts as a use. */
  readonly find: (token: string) => LiveSession | undefined
  /** Replaces the token of a session and returns the new one; the session stays the same. */
  readonly rotate: (id: Uint8Array) => string
  readonly end: (id: Uint8Array) => void
  /** The devices of an account, the one used last first. `id` is that of `LiveSession`. */
  readonly list: (accountId: string) => readonly StoredDevice[]
  readonly endAll: (accountId: string) => void
  /** All of an account but one. */
  readonly endOthers: (accountId: string, except: Uint8Array) => void
  /** Forgets what has expired. */
  readonly sweep: () => void
}

export interface StoredDevice {
  readonly id: Buffer
  readonly device: string
  readonly createdAt: number
  readonly usedAt: number
}

export interface SessionLimits {
  /** Milliseconds without a request. */
  readonly idle: number
  /** Milliseconds since sign-in. */
  readonly maximum: number
}

/** Milliseconds. A use is written down once in this time, not with every request. */
const precision = 60_000

interface Row {
  readonly id: Uint8Array
  readonly account: string
  readonly address: string
  readonly name: string
  readonly mailAccount: string
  readonly credential: Uint8Array | null
  readonly createdAt: number
  readonly usedAt: number
}

const digest = (token: string): Buffer => createHash('sha256').update(token).digest()

const insert =
  'INSERT INTO session (token_hash, account, mail_account, credential, device, created_at, used_at) VALUES (?, ?, ?, ?, ?, ?, ?)'

const select = `SELECT ifnull(session.id, token_hash) AS id, account, address, name, mail_account AS mailAccount, credential,
  session.created_at AS createdAt, used_at AS usedAt
  FROM session JOIN account ON account.id = session.account
  WHERE token_hash = ? AND session.created_at > ? AND used_at > ? AND account.disabled_at IS NULL`

export function createSessionStore(
  database: DatabaseSync,
  limits: SessionLimits,
  now: () => number = Date.now,
): SessionStore {
  const { one, all, run } = query(database)
  const oldest = () => [now() - limits.maximum, now() - limits.idle] as const
  /** While another process writes, a use is not written down: reading mail must not wait for that. */
  const noteUse = (hash: Buffer): void => {
    try {
      run('UPDATE session SET used_at = ? WHERE token_hash = ?', now(), hash)
    } catch (error) {
      if (!isDatabaseBusy(error) && !isUnwritable(error)) throw error
    }
  }
  return {
    begin({ accountId, mailAccount, credential, device = '' }) {
      const token = randomBytes(32).toString('base64url')
      run(insert, digest(token), accountId, mailAccount, credential, device, now(), now())
      return token
    },
    find(token) {
      const hash = digest(token)
      const row = one<Row>(select, hash, ...oldest())
      if (!row) return undefined
      if (now() - row.usedAt > precision) noteUse(hash)
      const { account, address, name, mailAccount, credential, createdAt } = row
      return {
        id: Buffer.from(row.id),
        account: { id: account, address, name },
        mailAccount,
        credential,
        endsAt: createdAt + limits.maximum,
      }
    },
    rotate(id) {
      const token = randomBytes(32).toString('base64url')
      run(
        'UPDATE session SET id = ifnull(id, token_hash), token_hash = ? WHERE ifnull(id, token_hash) = ?',
        digest(token),
        id,
      )
      return token
    },
    end: (id) => void run('DELETE FROM session WHERE ifnull(id, token_hash) = ?', id),
    list: (accountId) =>
      all<Omit<StoredDevice, 'id'> & { readonly id: Uint8Array }>(
        `SELECT ifnull(id, token_hash) AS id, device, created_at AS createdAt, used_at AS usedAt FROM session
         WHERE account = ? AND created_at > ? AND used_at > ? ORDER BY used_at DESC, created_at DESC`,
        accountId,
        ...oldest(),
      ).map((row) => ({ ...row, id: Buffer.from(row.id) })),
    endAll: (accountId) => void run('DELETE FROM session WHERE account = ?', accountId),
    endOthers: (accountId, except) =>
      void run('DELETE FROM session WHERE account = ? AND ifnull(id, token_hash) <> ?', accountId, except),
    sweep: () => void run('DELETE FROM session WHERE created_at <= ? OR used_at <= ?', ...oldest()),
  }
}

export interface Csrf {
  /** What a page of this session sends back with every change. Same for the whole session. */
  readonly token: (sessionId: Uint8Array) => string
  readonly matches: (sessionId: Uint8Array, token: string) => boolean
}

export function createCsrf(key: Uint8Array): Csrf {
  const token = (sessionId: Uint8Array): string => createHmac('sha256', key).update(sessionId).digest('base64url')
  return {
    token,
    matches(sessionId, given) {
      const wanted = Buffer.from(token(sessionId))
      const got = Buffer.from(given)
      return wanted.length === got.length && timingSafeEqual(wanted, got)
    },
  }
}

/** A random key of 32 bytes, made at first use and stored in the database. */
export function secret(database: DatabaseSync, name: string): Buffer {
  const { one, run } = query(database)
  run('INSERT INTO secret (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING', name, randomBytes(32))
  const row = one<{ value: Uint8Array }>('SELECT value FROM secret WHERE name = ?', name)
  if (!row) throw new Error(`The database has no secret named ${name}`)
  return Buffer.from(row.value)
}
