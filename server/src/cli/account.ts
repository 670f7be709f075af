import { AtriumError } from '@atrium/protocol'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { DatabaseSync } from 'node:sqlite'
import { Writable } from 'node:stream'
import { parseArgs } from 'node:util'
import { createAccountStore, type Account } from '../sign-in/accounts.ts'
import { accountCreator } from '../sign-in/accounts.ts'
import { parseConfig } from '../config.ts'
import { openDatabase } from '../database/open-database.ts'
import { errorMessage } from '../errors/error-facts.ts'
import { createMailAccount } from '../mail/index.ts'
import { prepareDataFolder } from '../process.ts'
import { UsageError } from './usage.ts'

/** Prompts without echoing what is typed. */
async function ask(question: string): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true })
  process.stderr.write(question)
  try {
    return await new Promise<string>((resolve) => terminal.question('', resolve))
  } finally {
    terminal.close()
    process.stderr.write('\n')
  }
}

/**
 * A password from the user at the terminal, or the first line of what is piped in.
 *
 * @throws UsageError when the two inputs differ or standard input is empty
 */
async function readPassword(): Promise<string> {
  if (process.stdin.isTTY) {
    const password = await ask('Password: ')
    if ((await ask('Repeat password: ')) !== password) throw new UsageError('The passwords do not match.')
    return password
  }
  let piped = ''
  for await (const chunk of process.stdin.setEncoding('utf8')) piped += String(chunk)
  const [line = ''] = piped.split(/\r?\n/, 1)
  if (line === '') throw new UsageError('No password given. Use --password, or pipe one to standard input.')
  return line
}

function readArguments(args: string[]) {
  try {
    const options = { name: { type: 'string' }, password: { type: 'string' } } as const
    return parseArgs({ args, options, allowPositionals: true })
  } catch (error) {
    throw new UsageError(errorMessage(error))
  }
}

/** Without the rest of the mail server: no timers, no parser thread, no listeners. */
function mailboxOpener(database: DatabaseSync): (account: Account) => void {
  return ({ id, address, name }) => createMailAccount(database, { accountId: id, address, name })
}

/** `account add ADDRESS`. Works beside a running server. */
export async function accountCommand(args: readonly string[]): Promise<void> {
  const { positionals, values } = readArguments([...args])
  const [action, address, ...more] = positionals
  if (action !== 'add')
    throw new UsageError(
      action ? `Unknown command "account ${action}". Available: account add.` : 'Specify an action: account add.',
    )
  if (address === undefined) throw new UsageError('Specify an ADDRESS.')
  if (more.length > 0) throw new UsageError(`account add takes one ADDRESS. Unexpected: ${more.join(' ')}.`)
  const config = parseConfig(process.env)
  if (config.jmapUpstream)
    throw new AtriumError('CONFIG_INVALID', {
      subject: `ATRIUM_JMAP_UPSTREAM is ${config.jmapUpstream}`,
      remedy: 'Create accounts on that server.',
    })
  const password = values.password ?? (await readPassword())
  prepareDataFolder(config.dataDir)
  const database = openDatabase(path.join(config.dataDir, 'atrium.db'))
  try {
    const accounts = createAccountStore(database)
    const { mailDomain } = config
    const createAccount = accountCreator({ database, accounts, mailDomain, openMailboxes: mailboxOpener(database) })
    const account = await createAccount({ address, name: values.name ?? '', password })
    console.log(`${account.address} added (${account.id})`)
  } finally {
    database.close()
  }
}
