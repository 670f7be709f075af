import { signInFailed, type Identity } from '@atrium/gateway/openid'
import { AtriumError } from '@atrium/protocol'
import { randomBytes } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { whenWritable } from '../database/busy.ts'
import { query } from '../database/query.ts'
import {
  canonicalAddress,
  type Account,
  type AccountStore,
  type CreateAccount,
  type StoredAccount,
} from './accounts.ts'

interface OpenIdAccountsOptions {
  readonly database: DatabaseSync
  readonly accounts: AccountStore
  readonly createAccount: CreateAccount
  readonly mailDomain: string
  /** Claim with the address of a person. */
  readonly addressClaim: string
}

/** Bytes of the password of an account that signs in at a provider. It is forgotten at once. */
const passwordLength = 32

const text = (claim: unknown): string => (typeof claim === 'string' ? claim.trim() : '')

/**
 * The accounts of people whom a provider of OpenID Connect has identified. At the first sign-in the address decides:
 * the account that has it, or a new one. From then on issuer and subject do, so that a changed address changes no one's
 * mailbox, and an address that the provider gives to another person opens no one else's.
 */
export function createOpenIdAccounts(options: OpenIdAccountsOptions) {
  const { database, accounts, createAccount, mailDomain, addressClaim } = options
  const { one, run } = query(database)

  const linked = ({ issuer, subject }: Identity): StoredAccount | undefined => {
    const row = one<{ account: string }>(
      'SELECT account FROM openid_identity WHERE issuer = ? AND subject = ?',
      issuer,
      subject,
    )
    return row && accounts.byId(row.account)
  }

  const addressOf = ({ claims }: Identity): string => {
    const claimed = text(claims[addressClaim])
    if (claimed === '')
      throw signInFailed(
        `the sign-in service did not give your address (claim ${addressClaim})`,
        'The administrator has to let this site read it.',
      )
    if (addressClaim === 'email' && claims['email_verified'] === false)
      throw signInFailed('the sign-in service has not verified your address', 'Verify it there and sign in again.')
    return canonicalAddress(claimed, mailDomain)
  }

  /** A new account has no password: it is entered through the provider alone. */
  const make = async (address: string, name: string): Promise<Account> => {
    const account = await createAccount({ address, name, password: randomBytes(passwordLength).toString('hex') })
    await whenWritable(() => run('UPDATE account SET password_hash = NULL WHERE id = ?', account.id))
    return account
  }

  const first = async (identity: Identity): Promise<StoredAccount | undefined> => {
    const address = addressOf(identity)
    const account = accounts.byAddress(address) ?? (await make(address, text(identity.claims['name'])))
    const { issuer, subject } = identity
    await whenWritable(() =>
      run(
        'INSERT INTO openid_identity (issuer, subject, account) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
        issuer,
        subject,
        account.id,
      ),
    )
    const found = linked(identity)
    if (found?.id !== account.id)
      throw signInFailed(`${address} belongs to another person at the sign-in service`, 'Contact your administrator.')
    return found
  }

  return {
    /**
     * @throws AtriumError `SIGN_IN_FAILED`, or why the account cannot be made (`ADDRESS_INVALID`, `DISK_FULL`)
     */
    async of(identity: Identity): Promise<Account> {
      const account = linked(identity) ?? (await first(identity))
      if (!account) throw signInFailed('the account is gone', 'Contact your administrator.')
      if (account.disabled)
        throw new AtriumError('SIGN_IN_FAILED', {
          subject: `${account.address} is disabled`,
          remedy: 'Contact your administrator.',
        })
      return account
    },
    /** The account whose sessions end with those at the provider. */
    idOf: (issuer: string, subject: string): string | undefined =>
      one<{ account: string }>('SELECT account FROM openid_identity WHERE issuer = ? AND subject = ?', issuer, subject)
        ?.account,
  }
}

export type OpenIdAccounts = ReturnType<typeof createOpenIdAccounts>
