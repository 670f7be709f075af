import { AtriumError } from '@atrium/protocol'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { DatabaseSync } from 'node:sqlite'
import { createAccountStore, type Account } from '../sign-in/accounts.ts'
import { accountCreator } from '../sign-in/accounts.ts'
import { parseConfig } from '../config.ts'
import { openDatabase } from '../database/open-database.ts'
import { query } from '../database/query.ts'
import { createAccount as createMailAccount } from '../mail/create-account.ts'
import { prepareDataFolder } from '../process.ts'
import { readPassword } from './read-password.ts'
import { UsageError } from './usage.ts'
import { errorMessage } from '../errors/error-facts.ts'

function readArguments(args: string[]) {
  try {
    const options = { name: { type: 'string' }, password: { type: 'string' } } as const
    return parseArgs({ args, options, allowPositionals: true })
  } catch (error) {
    throw new UsageError(errorMessage(error))
  }
}

/** Without the rest of the mail server, which a running one has: no timers, no parsers, nobody to notify. */
function mailboxOpener(database: DatabaseSync): (account: Account) => void {
  const store = { database, query: query(database), changed: () => undefined }
  return (account) => void createMailAccount(store, account)
}

/** `account add ADDRESS`. Works beside a running server. */
export async function accountCommand(args: readonly string[]): Promise<void> {
  const { positionals, values } = readArguments([...args])
  const [action, address, ...more] = positionals
  if (action !== 'add') throw new UsageError(action ? `account ${action} is not a command.` : 'account needs: add')
  if (address === undefined) throw new UsageError('account add needs an ADDRESS.')
  if (more.length > 0) throw new UsageError(`account add takes one ADDRESS, got also ${more.join(' ')}.`)
  const config = parseConfig(process.env)
  if (config.jmapUpstream)
    throw new AtriumError('CONFIG_INVALID', {
      subject: `ATRIUM_JMAP_UPSTREAM is ${config.jmapUpstream}`,
      remedy: 'Accounts are made at that server.',
    })
  const password = values.password ?? (await readPassword())
  prepareDataFolder(config.dataDir)
  const database = openDatabase(path.join(config.dataDir, 'atrium.db'))
  try {
    const accounts = createAccountStore(database)
    const { mailDomain } = config
    const createAccount = accountCreator({ database, accounts, mailDomain, openMailboxes: mailboxOpener(database) })
    const account = await createAccount({ address, name: values.name ?? '', password })
    console.log(`${account.address} has an account (${account.id})`)
  } finally {
    database.close()
  }
}
