import { causedBy, clientKey, rateLimited, readBody, siteOf } from '@atrium/gateway'
import { mailPaths, MailError, newAppPasswordSchema, type AppPassword } from '@atrium/mail-contracts'
import { AtriumError } from '@atrium/protocol'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { createHash, randomBytes, randomInt } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { whenWritable } from '../database/busy.ts'
import { query } from '../database/query.ts'
import { isDatabaseBusy, isUnwritable } from '../errors/error-facts.ts'
import { credentialsWrong, type Account, type AccountStore, type Credentials } from './accounts.ts'
import type { PasswordSessions } from './password-sessions.ts'
import type { LiveSession } from './session-store.ts'
import { createAttemptLimiter } from './sign-in-guard.ts'

/** App passwords of an account. Default: 25. Beyond it: `APP_PASSWORDS_FULL`. A constant. */
const maxAppPasswords = 25

/** Without letters and digits that look alike: 31 of them, so that 24 are 118 bits. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Characters of an app password, without the hyphens between its groups of 4. */
const secretLength = 24

/** Milliseconds. A use is written down once in this time, not with every request. */
const precision = 60_000

export interface AppPasswordStore {
  readonly list: (accountId: string) => readonly AppPassword[]
  /** @throws AtriumError `APP_PASSWORDS_FULL` */
  readonly make: (accountId: string, name: string) => AppPassword & { readonly password: string }
  /** @returns false when the account has no such app password */
  readonly revoke: (accountId: string, id: string) => boolean
  readonly revokeAll: (accountId: string) => void
  /** Id of the app password with this secret, however it was grouped. Counts as a use. */
  readonly find: (accountId: string, secret: string) => string | undefined
}

interface Row {
  readonly id: string
  readonly name: string
  readonly createdAt: number
  readonly usedAt: number | null
}

const digest = (secret: string): Buffer => createHash('sha256').update(secret).digest()

const newSecret = (): string =>
  Array.from({ length: secretLength }, () => alphabet.charAt(randomInt(alphabet.length))).join('')

const date = (time: number): string => new Date(time).toISOString()

/** The passwords that programs use in place of the account's own. Only their hashes are stored. */
export function createAppPasswordStore(database: DatabaseSync, now: () => number = Date.now): AppPasswordStore {
  const { one, all, run } = query(database)
  const list = (accountId: string): AppPassword[] =>
    all<Row>(
      'SELECT id, name, created_at AS createdAt, used_at AS usedAt FROM app_password WHERE account = ? ORDER BY created_at, id',
      accountId,
    ).map(({ id, name, createdAt, usedAt }) => ({
      id,
      name,
      createdAt: date(createdAt),
      usedAt: usedAt === null ? null : date(usedAt),
    }))
  /** While another process writes, a use is not written down. */
  const noteUse = (id: string): void => {
    try {
      run('UPDATE app_password SET used_at = ? WHERE id = ?', now(), id)
    } catch (error) {
      if (!isDatabaseBusy(error) && !isUnwritable(error)) throw error
    }
  }
  return {
    list,
    make(accountId, name) {
      if (list(accountId).length >= maxAppPasswords)
        throw new MailError('APP_PASSWORDS_FULL', {
          subject: `${maxAppPasswords} app passwords`,
          remedy: 'Revoke one that is no longer used.',
        })
      const id = randomBytes(9).toString('hex')
      const secret = newSecret()
      run(
        'INSERT INTO app_password (id, account, name, secret_hash, created_at) VALUES (?, ?, ?, ?, ?)',
        id,
        accountId,
        name,
        digest(secret),
        now(),
      )
      const password = secret.match(/.{4}/g)?.join('-') ?? secret
      return { id, name, createdAt: date(now()), usedAt: null, password }
    },
    revoke: (accountId, id) => run('DELETE FROM app_password WHERE account = ? AND id = ?', accountId, id).changes > 0,
    revokeAll: (accountId) => void run('DELETE FROM app_password WHERE account = ?', accountId),
    find(accountId, typed) {
      const row = one<{ id: string; usedAt: number | null }>(
        'SELECT id, used_at AS usedAt FROM app_password WHERE account = ? AND secret_hash = ?',
        accountId,
        digest(typed.toLowerCase().replace(/[\s-]+/g, '')),
      )
      if (row && now() - (row.usedAt ?? 0) > precision) noteUse(row.id)
      return row?.id
    },
  }
}

/** What streams and limits know the use of an app password by. */
export const sessionIdOf = (appPassword: string): Buffer => digest(`app password ${appPassword}`)

/** User and password of an `Authorization: Basic` header (RFC 7617); null without one that can be read. */
export function readBasic(header: string | undefined): Credentials | null {
  const [, encoded] = /^basic +([A-Za-z0-9+/]+={0,2})$/i.exec(header?.slice(0, maxBasicLength) ?? '') ?? []
  if (encoded === undefined) return null
  const text = Buffer.from(encoded, 'base64').toString()
  const colon = text.indexOf(':')
  return colon < 0 ? null : { address: text.slice(0, colon), password: text.slice(colon + 1) }
}

/** Characters of an `Authorization` header. Beyond it: the rest is not read, so that the password is wrong. */
const maxBasicLength = 4000

/**
 * Whether a request comes from a page: a browser says so, or sends a cookie. A browser that got a challenge there would
 * ask for a password in a dialog of its own.
 */
export const isFromPage = ({ headers }: FastifyRequest): boolean =>
  headers['sec-fetch-site'] !== undefined || headers.origin !== undefined || headers.cookie !== undefined

/** The challenge of a request from a program that did not say who it is (RFC 9110 §11.6.1). */
export const basicChallenge = 'Basic realm="Atrium", charset="UTF-8"'

interface ProgramsOptions {
  readonly accounts: AccountStore
  readonly appPasswords: AppPasswordStore
  /** An address as it was typed → as it is stored. */
  readonly userName: (typed: string) => string
  /** Failures of one client without any wait. */
  readonly freeSignIns: number
}

/** A program that has proved who it is. */
export interface Program {
  readonly account: Account
  readonly appPassword: string
}

/** Milliseconds that a client waits that fails again and again. Beyond it: the waits grow no more. */
const longestWait = 5 * 60_000

/**
 * Checks what programs identify themselves with: the address of an account and one of its app passwords, never its own
 * password. One cannot be guessed: failures are limited for each client, and never lock an account.
 *
 * @throws AtriumError `CREDENTIALS_WRONG` or `RATE_LIMITED`
 */
export function programAuthentication({ accounts, appPasswords, userName, freeSignIns }: ProgramsOptions) {
  const limiter = createAttemptLimiter({ free: freeSignIns * 6, longest: longestWait })
  return ({ address, password }: Credentials, client: string): Program => {
    const wait = limiter.wait(client)
    if (wait > 0)
      throw causedBy(
        rateLimited(wait),
        `programs of one client are refused for a while, because their app passwords were wrong too often. ATRIUM_RATE_SIGN_IN is how many failures are free (${freeSignIns * 6}).`,
      )
    const account = accounts.byAddress(userName(address))
    const appPassword = account && !account.disabled ? appPasswords.find(account.id, password) : undefined
    if (!account || appPassword === undefined) {
      limiter.failed(client)
      throw credentialsWrong()
    }
    return { account: { id: account.id, address: account.address, name: account.name }, appPassword }
  }
}

export type AuthenticateProgram = ReturnType<typeof programAuthentication>

/** The session that requests of a program have: it lasts as long as the app password. */
export function programSession({ account, appPassword }: Program): LiveSession {
  return {
    id: sessionIdOf(appPassword),
    account,
    mailAccount: account.id,
    credential: null,
    endsAt: Number.MAX_SAFE_INTEGER,
  }
}

interface RoutesOptions {
  readonly sessions: PasswordSessions
  readonly appPasswords: AppPasswordStore
  /** Ends what a program that used it has open. */
  readonly onRevoked: (id: Uint8Array) => void
}

/** The app passwords of the account that is signed in: list, make, revoke. */
export function appPasswordRoutes(app: FastifyInstance, { sessions, appPasswords, onRevoked }: RoutesOptions): void {
  app.get(mailPaths.appPasswords, (request, reply) =>
    reply.header('cache-control', 'no-store').send(appPasswords.list(sessions.require(request).account.id)),
  )
  app.post(mailPaths.appPasswords, async (request, reply) => {
    const { account } = sessions.requireChange(request)
    const { name, current } = readBody(newAppPasswordSchema, request.body)
    await sessions.confirm({ address: account.address, password: current }, clientKey(request))
    const made = await whenWritable(() => appPasswords.make(account.id, name))
    return reply.code(201).header('cache-control', 'no-store').send(made)
  })
  app.delete<{ Params: { id: string } }>(`${mailPaths.appPasswords}/:id`, async (request, reply) => {
    const { account } = sessions.requireChange(request)
    const { id } = request.params
    if (!(await whenWritable(() => appPasswords.revoke(account.id, id))))
      throw new AtriumError('NOT_FOUND', { subject: `app password ${id}`, remedy: 'Reload the list.' })
    onRevoked(sessionIdOf(id))
    return reply.code(204).send()
  })
}

/** `/.well-known/jmap` of the host (RFC 8620 §2.2), wherever on it the site is. */
export function wellKnownRoute(app: FastifyInstance): void {
  app.get('/.well-known/jmap', (request, reply) =>
    reply.redirect(`${siteOf(request).basePath.slice(0, -1)}${mailPaths.jmapSession}`, 307),
  )
}
