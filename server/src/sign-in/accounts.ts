import { causedBy } from '@atrium/gateway'
import { MailError, minPasswordLength, type ChangePassword as Wanted } from '@atrium/mail-contracts'
import { randomBytes, argon2, timingSafeEqual, type Argon2Parameters } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { whenWritable } from '../database/busy.ts'
import { query } from '../database/query.ts'
import { transaction } from '../database/query.ts'
import { sqliteCode } from '../errors/error-facts.ts'
import { maxHashesAtOnce } from './fair-queue.ts'

const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

/** A lower-case domain of letters, digits and hyphens (RFC 1123 §2.1); `localhost` is one. */
export function isDomain(text: string): boolean {
  return text.length <= 253 && text.split('.').every((part) => label.test(part))
}

/** 64 bytes at most (RFC 5321 §4.5.3.1.1); starts and ends with a letter or digit, no two marks in a row. */
const localPart = /^(?=.{1,64}$)[a-z0-9]+([._-][a-z0-9]+)*$/

/**
 * The one spelling of an address: lower case, NFC, with a domain.
 * Compares equal for all spellings of one account; says nothing of whether it can exist.
 */
export function canonicalAddress(typed: string, mailDomain: string): string {
  const address = typed.trim().normalize('NFC').toLowerCase()
  return address.includes('@') ? address : `${address}@${mailDomain}`
}

/**
 * The address a new account gets.
 *
 * @throws AtriumError `ADDRESS_INVALID`
 */
export function newAddress(typed: string, mailDomain: string): string {
  const address = canonicalAddress(typed, mailDomain)
  const at = address.lastIndexOf('@')
  if (address.slice(at + 1) !== mailDomain)
    throw causedBy(
      new MailError('ADDRESS_INVALID', { subject: typed, remedy: `Use an address that ends with @${mailDomain}.` }),
      `an account was refused whose address does not end with @${mailDomain} (ATRIUM_MAIL_DOMAIN).`,
    )
  if (!localPart.test(address.slice(0, at)))
    throw new MailError('ADDRESS_INVALID', {
      subject: typed,
      remedy: 'Use 1 to 64 letters a-z and digits, with single dots, hyphens or underscores between them.',
    })
  return address
}

export interface Account {
  /** JMAP account id of the embedded server (RFC 8620 §1.2). */
  readonly id: string
  /** Lower case, NFC. */
  readonly address: string
  readonly name: string
}

export interface StoredAccount extends Account {
  /** 1 when no sign-in is possible. */
  readonly disabled: number
  readonly passwordHash: string | null
}

export interface AccountStore {
  /** @throws AtriumError `ADDRESS_TAKEN` */
  readonly create: (account: { address: string; name: string; passwordHash: string | null }) => Account
  readonly byAddress: (address: string) => StoredAccount | undefined
  readonly byId: (id: string) => StoredAccount | undefined
  readonly changePassword: (id: string, passwordHash: string) => void
  /** In the order of their addresses. */
  readonly list: () => readonly StoredAccount[]
  /** The account that has an address, as its own or as an alias. */
  readonly byAnyAddress: (address: string) => StoredAccount | undefined
  readonly aliases: (id: string) => readonly string[]
  /** @throws AtriumError `ADDRESS_TAKEN` */
  readonly addAlias: (id: string, address: string) => void
  /** @returns false when the account has no such alias */
  readonly removeAlias: (id: string, address: string) => boolean
  /** Another address and name. The address of before becomes an alias. @throws AtriumError `ADDRESS_TAKEN` */
  readonly rename: (id: string, wanted: { readonly address: string; readonly name: string }) => void
  /** Ends its sessions too when it is disabled. */
  readonly setDisabled: (id: string, disabled: boolean) => void
  /** With its sessions, preferences, aliases and app passwords. */
  readonly remove: (id: string) => void
  readonly count: () => number
}

const addressTaken = (address: string, cause?: unknown) =>
  new MailError('ADDRESS_TAKEN', { subject: address, remedy: 'Choose another one, or sign in to that account.', cause })

/** SQLITE_CONSTRAINT_PRIMARYKEY */
const keyTaken = 1555

const columns = 'id, address, name, password_hash AS passwordHash, disabled_at IS NOT NULL AS disabled'

export function createAccountStore(database: DatabaseSync): AccountStore {
  const { one, all, run } = query(database)
  const byAddress = (address: string): StoredAccount | undefined =>
    one<StoredAccount>(`SELECT ${columns} FROM account WHERE address = ?`, address)
  const byAnyAddress = (address: string): StoredAccount | undefined =>
    byAddress(address) ??
    one<StoredAccount>(
      `SELECT ${columns} FROM account WHERE id = (SELECT account FROM address_alias WHERE address = ?)`,
      address,
    )
  return {
    byAnyAddress,
    list: () => all<StoredAccount>(`SELECT ${columns} FROM account ORDER BY address`),
    aliases: (id) =>
      all<{ address: string }>('SELECT address FROM address_alias WHERE account = ? ORDER BY address', id).map(
        ({ address }) => address,
      ),
    addAlias(id, address) {
      if (byAnyAddress(address)) throw addressTaken(address)
      run('INSERT INTO address_alias (address, account) VALUES (?, ?)', address, id)
    },
    removeAlias: (id, address) =>
      run('DELETE FROM address_alias WHERE account = ? AND address = ?', id, address).changes > 0,
    rename(id, { address, name }) {
      transaction(database, () => {
        const former = one<StoredAccount>(`SELECT ${columns} FROM account WHERE id = ?`, id)
        if (!former) return
        const owner = byAnyAddress(address)
        if (owner && owner.id !== id) throw addressTaken(address)
        run('DELETE FROM address_alias WHERE address = ?', address)
        run('UPDATE account SET address = ?, name = ? WHERE id = ?', address, name, id)
        if (former.address !== address)
          run('INSERT INTO address_alias (address, account) VALUES (?, ?)', former.address, id)
      })
    },
    setDisabled(id, disabled) {
      run('UPDATE account SET disabled_at = ? WHERE id = ?', disabled ? Date.now() : null, id)
      if (disabled) run('DELETE FROM session WHERE account = ?', id)
    },
    remove: (id) => void run('DELETE FROM account WHERE id = ?', id),
    create({ address, name, passwordHash }) {
      const id = `u${randomBytes(9).toString('hex')}`
      try {
        run(
          'INSERT INTO account (address, id, name, password_hash, created_at) VALUES (?, ?, ?, ?, ?)',
          address,
          id,
          name,
          passwordHash,
          Date.now(),
        )
      } catch (error) {
        throw sqliteCode(error) === keyTaken ? addressTaken(address, error) : error
      }
      return { id, address, name }
    },
    byAddress,
    byId: (id) => one<StoredAccount>(`SELECT ${columns} FROM account WHERE id = ?`, id),
    changePassword: (id, passwordHash) =>
      void run('UPDATE account SET password_hash = ? WHERE id = ?', passwordHash, id),
    count: () => one<{ count: number }>('SELECT count(*) AS count FROM account')?.count ?? 0,
  }
}

export { addressTaken }

/** Runs tasks, so many at once; the others wait in line. */
export type Turnstile = <Result>(task: () => Promise<Result>) => Promise<Result>

export function createTurnstile(atOnce: number): Turnstile {
  const waiting: (() => void)[] = []
  let running = 0
  return async (task) => {
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve))
    else running++
    try {
      return await task()
    } finally {
      // The slot is handed over, not released, so that no other request can take it in between.
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}

const derive = promisify(argon2)

/** OWASP's minimum for argon2id: 19 MiB, two passes, one lane. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 }

/** Bounds the memory. Its queue stays short: sign-ins wait in the gateway's queue, which is bounded. */
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
      remedy: `Use at least ${minPasswordLength} characters.`,
    })
}

/** The argon2id hash of a password, as a PHC string. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16)
  const hash = await run({ message: normal(password), nonce, tagLength: 32, ...cost })
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${base64(nonce)}$${base64(hash)}`
}

const phc = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

/** A hash of no account: verifying against it takes as long as against a real one. */
const unknownAccount = `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${base64(randomBytes(16))}$${base64(randomBytes(32))}`

/** @param stored - Null when there is no such account: false, after the same time. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const [, memory, passes, parallelism, nonce = '', expected = ''] = phc.exec(stored ?? unknownAccount) ?? []
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

export interface NewAccount {
  /** Local part or full address. */
  readonly address: string
  readonly name: string
  readonly password: string
}

/**
 * @throws AtriumError `ADDRESS_INVALID`, `PASSWORD_TOO_SHORT` or `ADDRESS_TAKEN`
 */
export type CreateAccount = (account: NewAccount, inTurn?: InTurn) => Promise<Account>

/** Runs the hashing of a password when its turn has come. Default: at once. */
export type InTurn = <Result>(work: () => Promise<Result>) => Promise<Result>

/** What shows nothing or turns text around has no place in a name that others will see; spelling needs the joiners. */
export const cleanName = (name: string): string =>
  name
    .normalize('NFC')
    .replace(/[\p{Cc}\u2028\u2029]/gu, ' ')
    .replace(/(?!\p{Join_Control}|\p{Variation_Selector})\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/\s+/g, ' ')
    .trim()

export interface AccountCreation {
  readonly database: DatabaseSync
  readonly accounts: AccountStore
  readonly mailDomain: string
  /** Makes the mailboxes. Runs in the transaction that makes the account: there is never one without the other. */
  readonly openMailboxes: (account: Account) => void
}

/**
 * The one way an account comes into being. Of simultaneous requests for an address the first does
 * the hashing and the others wait for how it ends; between processes the primary key decides.
 */
export function accountCreator({ database, accounts, mailDomain, openMailboxes }: AccountCreation): CreateAccount {
  const beingMade = new Map<string, Promise<Account>>()
  const make = async (address: string, wanted: NewAccount, inTurn: InTurn): Promise<Account> => {
    const passwordHash = await inTurn(() => hashPassword(wanted.password))
    const name = cleanName(wanted.name) || address.slice(0, address.indexOf('@'))
    return whenWritable(() =>
      transaction(database, () => {
        // An administrator may have made it an alias meanwhile.
        if (accounts.byAnyAddress(address)) throw addressTaken(address)
        const account = accounts.create({ address, name, passwordHash })
        openMailboxes(account)
        return account
      }),
    )
  }
  return async (wanted, inTurn = (work) => work()) => {
    const address = newAddress(wanted.address, mailDomain)
    checkPassword(wanted.password)
    // One that fails (a full disk) leaves the address to the next in line.
    for (let first = beingMade.get(address); first; first = beingMade.get(address))
      if (await first.catch(() => null)) break
    if (accounts.byAnyAddress(address)) throw addressTaken(address)
    const made = make(address, wanted, inTurn)
    beingMade.set(address, made)
    try {
      return await made
    } finally {
      beingMade.delete(address)
    }
  }
}

/** Same words whether the name or the password was wrong. */
export const credentialsWrong = (cause?: unknown) =>
  new MailError('CREDENTIALS_WRONG', { subject: 'sign-in', remedy: 'Check both and try again.', cause })

/** Whose session is to begin. */
export interface NewSession {
  /** What it is called in the list of devices. Default: nothing. */
  readonly device?: string
  readonly accountId: string
  readonly mailAccount: string
  readonly credential: Uint8Array | null
}

export interface Credentials {
  readonly address: string
  readonly password: string
}

export interface Authenticated {
  readonly account: Account
  readonly session: NewSession
}

/** Checks a password against our own accounts, in the same time whether or not there is such a one. */
export function localAuthentication(accounts: AccountStore) {
  return async ({ address, password }: { address: string; password: string }): Promise<Authenticated> => {
    const account = accounts.byAddress(address)
    if (!(await verifyPassword(password, account?.passwordHash ?? null)) || !account) throw credentialsWrong()
    // Only who knows the password learns of it.
    if (account.disabled)
      throw causedBy(
        new MailError('ACCOUNT_DISABLED', { subject: address, remedy: 'Contact your administrator.' }),
        'a sign-in is refused, because the account is disabled: `account list` names those, `account enable` ends it.',
      )
    return { account, session: { accountId: account.id, mailAccount: account.id, credential: null } }
  }
}

/**
 * @throws AtriumError `CREDENTIALS_WRONG`, `PASSWORD_TOO_SHORT` or `PASSWORD_NOT_HERE`
 */
export type ChangePassword = (accountId: string, wanted: Wanted) => Promise<void>

/** @param isFixed - Whether the account's password is public and cannot be changed. */
export function passwordChanger(accounts: AccountStore, isFixed: (address: string) => boolean): ChangePassword {
  return async (accountId, { current, wanted }) => {
    const account = accounts.byId(accountId)
    if (!account?.passwordHash || isFixed(account.address))
      throw causedBy(
        new MailError('PASSWORD_NOT_HERE', {
          subject: account?.address ?? accountId,
          remedy: 'Contact the administrator of the mail server.',
        }),
        'the password of an account is refused to be changed: the demo account has a public one (ATRIUM_DEMO), and who signs in at a provider has none here.',
      )
    if (!(await verifyPassword(current, account.passwordHash))) throw credentialsWrong()
    checkPassword(wanted)
    const hash = await hashPassword(wanted)
    await whenWritable(() => accounts.changePassword(accountId, hash))
  }
}
