import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'

/** A session as a store keeps it. The token is in the browser's cookie alone, and `sealed` cannot be read without it. */
export interface StoredSession {
  /** SHA-256 of the token, 43 characters of base64url. */
  readonly id: string
  /** `personId` of whose session it is. */
  readonly person: string
  /** The provider's name for its own session; null where it has none. */
  readonly providerSession: string | null
  /** What the product keeps in the session, encrypted. */
  readonly sealed: string
  /** Milliseconds since 1970, after which it is over. */
  readonly endsAt: number
}

/** Which sessions are over: one, all of a person, or those of one session at the provider. */
type EndedSessions = { readonly id: string } | { readonly person: string } | { readonly providerSession: string }

/**
 * Where sessions are. All gateways of a site that share one know the same sessions. Makers: `memorySessionStore`, for one
 * process; `postgresSessionStore`. Each method throws what its engine throws; the gateway then responds with 500, and no
 * one is signed out.
 */
export interface SessionStore {
  readonly add: (session: StoredSession) => Promise<void>
  /** Undefined for one that is over. */
  readonly find: (id: string) => Promise<StoredSession | undefined>
  /**
   * Replaces what a session holds, unless another gateway has done so since it was read.
   *
   * @returns Whether it was replaced.
   */
  readonly replace: (id: string, before: string, after: string) => Promise<boolean>
  readonly remove: (ended: EndedSessions) => Promise<void>
  /** Forgets what is over. */
  readonly sweep: () => Promise<void>
}

/** Sessions that one process keeps. Beyond it the oldest one ends. */
const maxSessions = 100_000

/** Sessions in the memory of one process: a restart ends all of them. */
export function memorySessionStore(now: () => number = Date.now): SessionStore {
  const sessions = new Map<string, StoredSession>()
  const isOver = ({ endsAt }: StoredSession): boolean => endsAt <= now()
  const matches = (session: StoredSession, ended: EndedSessions): boolean =>
    Object.entries(ended).every(([field, value]) => session[field as keyof StoredSession] === value)
  return {
    async add(session) {
      sessions.set(session.id, session)
      const [oldest] = sessions.size > maxSessions ? sessions.keys() : []
      if (oldest !== undefined) sessions.delete(oldest)
    },
    async find(id) {
      const session = sessions.get(id)
      return session && !isOver(session) ? session : undefined
    },
    async replace(id, before, after) {
      const session = sessions.get(id)
      if (session?.sealed !== before) return false
      sessions.set(id, { ...session, sealed: after })
      return true
    },
    async remove(ended) {
      for (const session of sessions.values()) if (matches(session, ended)) sessions.delete(session.id)
    },
    async sweep() {
      for (const session of sessions.values()) if (isOver(session)) sessions.delete(session.id)
    },
  }
}

/** What sends a statement to PostgreSQL: a `Pool` of `pg`. */
export interface Queryable {
  readonly query: (
    text: string,
    values?: unknown[],
  ) => Promise<{ readonly rows: unknown[]; readonly rowCount: number | null }>
}

const columns = 'id, person, provider_session AS "providerSession", sealed, ends_at AS "endsAt"'

/** `bigint` arrives as text. */
const fromRow = (row: StoredSession): StoredSession => ({ ...row, endsAt: Number(row.endsAt) })

/**
 * Sessions in PostgreSQL, in the table `atrium_session`, which is created at first use. The clock is that of the gateways.
 *
 * @param database - `new Pool({ connectionString })` of `pg`; its errors, such as a connection that is refused, are thrown.
 */
export function postgresSessionStore(database: Queryable, now: () => number = Date.now): SessionStore {
  let prepared: Promise<unknown> | undefined
  const prepare = async (): Promise<void> => {
    prepared ??= database.query(schema)
    await prepared.catch((error: unknown) => {
      prepared = undefined
      throw error
    })
  }
  const run = async (text: string, values: unknown[]) => {
    await prepare()
    return database.query(text, values)
  }
  return {
    async add({ id, person, providerSession, sealed, endsAt }) {
      await run(
        'INSERT INTO atrium_session (id, person, provider_session, sealed, ends_at) VALUES ($1, $2, $3, $4, $5)',
        [id, person, providerSession, sealed, endsAt],
      )
    },
    async find(id) {
      const { rows } = await run(`SELECT ${columns} FROM atrium_session WHERE id = $1 AND ends_at > $2`, [id, now()])
      return rows[0] === undefined ? undefined : fromRow(rows[0] as StoredSession)
    },
    async replace(id, before, after) {
      const text = 'UPDATE atrium_session SET sealed = $3 WHERE id = $1 AND sealed = $2'
      return (await run(text, [id, before, after])).rowCount === 1
    },
    async remove(ended) {
      if ('id' in ended) await run('DELETE FROM atrium_session WHERE id = $1', [ended.id])
      else if ('person' in ended) await run('DELETE FROM atrium_session WHERE person = $1', [ended.person])
      else await run('DELETE FROM atrium_session WHERE provider_session = $1', [ended.providerSession])
    },
    sweep: async () => void (await run('DELETE FROM atrium_session WHERE ends_at <= $1', [now()])),
  }
}

/** Of two gateways that start at once one creates the table and the other waits. */
const schema = `DO $$ BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('atrium_session'));
  CREATE TABLE IF NOT EXISTS atrium_session (
    id text PRIMARY KEY, person text NOT NULL, provider_session text, sealed text NOT NULL, ends_at bigint NOT NULL);
  CREATE INDEX IF NOT EXISTS atrium_session_person ON atrium_session (person);
  CREATE INDEX IF NOT EXISTS atrium_session_provider ON atrium_session (provider_session);
  CREATE INDEX IF NOT EXISTS atrium_session_end ON atrium_session (ends_at);
END $$`

const cipher = 'aes-256-gcm'

/** Bytes of a nonce and of a tag of AES-GCM. */
const [nonceLength, tagLength] = [12, 16]

const derive = (token: string, use: string): Buffer => Buffer.from(hkdfSync('sha256', token, '', `atrium ${use}`, 32))

/** What follows from a session's token: its id, its token against forged requests, and the key of what it holds. */
export function tokenKeys(token: string) {
  const key = derive(token, 'session data')
  return {
    id: createHash('sha256').update(token).digest('base64url'),
    csrf: derive(token, 'csrf').toString('base64url'),
    seal(value: unknown): string {
      const nonce = randomBytes(nonceLength)
      const sealing = createCipheriv(cipher, key, nonce)
      const sealed = Buffer.concat([sealing.update(JSON.stringify(value)), sealing.final()])
      return Buffer.concat([nonce, sealing.getAuthTag(), sealed]).toString('base64')
    },
    /** @throws Error when it was sealed under another token, or changed. */
    open(sealed: string): unknown {
      const bytes = Buffer.from(sealed, 'base64')
      const opening = createDecipheriv(cipher, key, bytes.subarray(0, nonceLength))
      opening.setAuthTag(bytes.subarray(nonceLength, nonceLength + tagLength))
      const plain = Buffer.concat([opening.update(bytes.subarray(nonceLength + tagLength)), opening.final()])
      return JSON.parse(plain.toString())
    },
  }
}

/** A new token: 256 random bits. */
export const freshToken = (): string => randomBytes(32).toString('base64url')
