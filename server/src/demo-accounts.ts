import type { DatabaseSync } from 'node:sqlite'
import type { MailSide } from './mail-side.ts'
import { verifyPassword, type AccountStore, type CreateAccount, type Credentials } from './sign-in/accounts.ts'
import { query } from './database/query.ts'
import { demoPeople, seedDemo, type DemoOptions } from './demo/seed-demo.ts'

/** Public: the sign-in page shows it. It opens example mail and nothing else. */
export const demoPassword = 'try-atrium-now'

const addressOf = (localPart: string, mailDomain: string): string => `${localPart}@${mailDomain}`

/** Where the operator has switched the demo off, the public password opens nothing. */
export function withoutDemo(authenticate: MailSide['authenticate'], mailDomain: string): MailSide['authenticate'] {
  const addresses = new Set(Object.values(demoPeople).map(({ localPart }) => addressOf(localPart, mailDomain)))
  return (credentials) => {
    const known = addresses.has(credentials.address) && credentials.password === demoPassword
    // Hashed anyway, with another password, so that it takes as long.
    return authenticate(known ? { ...credentials, password: '' } : credentials)
  }
}

export interface DemoSetting {
  readonly database: DatabaseSync
  readonly accounts: AccountStore
  readonly createAccount: CreateAccount
  readonly mailDomain: string
  /** Null when no mail server in this process takes mail. */
  readonly mail: DemoOptions['mail'] | null
}

/** A person's mail is put there once; what they throw away stays away. */
const hasMail = (database: DatabaseSync, accountId: string): boolean =>
  query(database).one(
    'SELECT 1 FROM email JOIN mail_account ON mail_account.key = email.account WHERE mail_account.id = ? LIMIT 1',
    accountId,
  ) !== undefined

/**
 * The accounts a new installation can be tried with: made when there is none at all, offered as long
 * as the password is the known one. Killed half-way, the next start does the rest.
 *
 * @returns Null when there is none to offer.
 */
export async function prepareDemo({
  database,
  accounts,
  createAccount,
  mailDomain,
  mail,
}: DemoSetting): Promise<Credentials | null> {
  const credentials = { address: addressOf(demoPeople.alex.localPart, mailDomain), password: demoPassword }
  const isOurs = async (address: string): Promise<boolean> =>
    verifyPassword(demoPassword, accounts.byAddress(address)?.passwordHash ?? null)
  if (accounts.count() > 0 && !(await isOurs(credentials.address))) return null
  const account: DemoOptions['account'] = async ({ localPart, name }) => {
    const address = addressOf(localPart, mailDomain)
    const existing = accounts.byAddress(address)
    if (!existing) return { accountId: (await createAccount({ address, name, password: demoPassword })).id }
    return !hasMail(database, existing.id) && (await isOurs(address)) ? { accountId: existing.id } : null
  }
  if (mail) await seedDemo({ mail, domain: mailDomain, account })
  else await account(demoPeople.alex)
  return credentials
}
