import { AtriumError } from '@atrium/protocol'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { DatabaseSync } from 'node:sqlite'
import { Writable } from 'node:stream'
import { parseArgs } from 'node:util'
import { parseConfig, type Config } from '../config.ts'
import { openDatabase } from '../database/open-database.ts'
import { query, transaction } from '../database/query.ts'
import { errorMessage } from '../errors/error-facts.ts'
import {
  createMailAccount,
  deleteMailAccount,
  mailAccountFacts,
  renameMailAccount,
  setMailQuota,
  setSendingPause,
  type MailAccountFacts,
} from '../mail/index.ts'
import { prepareDataFolder } from '../process.ts'
import {
  accountCreator,
  canonicalAddress,
  checkPassword,
  cleanName,
  createAccountStore,
  hashPassword,
  newAddress,
  type Account,
  type AccountStore,
  type StoredAccount,
} from '../sign-in/accounts.ts'
import { createAppPasswordStore } from '../sign-in/app-passwords.ts'
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

const options = {
  name: { type: 'string' },
  password: { type: 'string' },
  remove: { type: 'boolean' },
  revoke: { type: 'string' },
  confirm: { type: 'string' },
} as const

function readArguments(args: string[]) {
  try {
    return parseArgs({ args, options, allowPositionals: true })
  } catch (error) {
    throw new UsageError(errorMessage(error))
  }
}

type Values = ReturnType<typeof readArguments>['values']

interface Command {
  readonly config: Config
  readonly database: DatabaseSync
  readonly accounts: AccountStore
  readonly values: Values
  /** What follows the action. */
  readonly given: readonly string[]
}

/** Without the rest of the mail server: no timers, no parser thread, no listeners. */
function mailboxOpener(database: DatabaseSync): (account: Account) => void {
  return ({ id, address, name }) => createMailAccount(database, { accountId: id, address, name })
}

/**
 * The account that a command names.
 *
 * @throws UsageError when there is none, or more is given than `count` words behind it
 */
function accountOf({ config, accounts, given }: Command, count = 0): StoredAccount {
  const [typed, ...more] = given
  if (typed === undefined) throw new UsageError('Specify an ACCOUNT.')
  if (more.length > count) throw new UsageError(`Unexpected: ${more.slice(count).join(' ')}.`)
  const address = canonicalAddress(typed, config.mailDomain)
  const account = accounts.byAnyAddress(address)
  if (!account) throw new UsageError(`Unknown account "${address}". "account list" shows all.`)
  return account
}

async function add({ config, database, accounts, values, given }: Command): Promise<void> {
  const [address, ...more] = given
  if (address === undefined) throw new UsageError('Specify an ADDRESS.')
  if (more.length > 0) throw new UsageError(`account add takes one ADDRESS. Unexpected: ${more.join(' ')}.`)
  const { mailDomain } = config
  const createAccount = accountCreator({ database, accounts, mailDomain, openMailboxes: mailboxOpener(database) })
  const password = values.password ?? (await readPassword())
  const account = await createAccount({ address, name: values.name ?? '', password })
  console.log(`${account.address} added (${account.id})`)
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e5) / 10} MB`

const pauseEnd = (time: number): string =>
  time === Number.MAX_SAFE_INTEGER ? 'it is resumed' : new Date(time).toISOString()

const storageOf = ({ used, quota, messages }: MailAccountFacts, config: Config): string =>
  `${messages} messages, ${megabytes(used)} of ${megabytes(quota ?? config.quota)}`

function list({ config, database, accounts }: Command): void {
  for (const account of accounts.list()) {
    const facts = mailAccountFacts(database, account.id)
    const state = account.disabled ? ', disabled' : ''
    console.log(`${account.address} (${account.name})${facts ? `: ${storageOf(facts, config)}` : ''}${state}`)
  }
}

function show(command: Command): void {
  const { config, database, accounts } = command
  const account = accountOf(command)
  const facts = mailAccountFacts(database, account.id)
  const sessions = query(database).one<{ count: number }>(
    'SELECT count(*) AS count FROM session WHERE account = ?',
    account.id,
  )
  console.log(`${account.address}\n  name: ${account.name}\n  id: ${account.id}`)
  console.log(`  sign-in: ${account.disabled ? 'disabled' : 'enabled'}`)
  if (facts)
    console.log(`  storage: ${storageOf(facts, config)}${facts.quota === null ? '' : ' (set for this account)'}`)
  if (facts && facts.pausedUntil > 0) console.log(`  sending: paused until ${pauseEnd(facts.pausedUntil)}`)
  console.log(`  aliases: ${accounts.aliases(account.id).join(', ') || 'none'}`)
  console.log(`  signed in on: ${sessions?.count ?? 0} devices`)
  printAppPasswords(command, account)
}

function printAppPasswords({ database }: Command, { id }: Account): void {
  const passwords = createAppPasswordStore(database).list(id)
  if (passwords.length === 0) console.log('  app passwords: none')
  for (const password of passwords)
    console.log(
      `  app password ${password.id} "${password.name}": made ${password.createdAt}, ${password.usedAt === null ? 'never used' : `used ${password.usedAt}`}`,
    )
}

function rename(command: Command): void {
  const { config, database, accounts, values, given } = command
  const account = accountOf(command, 1)
  const [, wanted] = given
  if (wanted === undefined && values.name === undefined) throw new UsageError('Specify a NEW-ADDRESS or --name.')
  const address = wanted === undefined ? account.address : newAddress(wanted, config.mailDomain)
  const name = cleanName(values.name ?? account.name) || account.name
  transaction(database, () => {
    accounts.rename(account.id, { address, name })
    renameMailAccount(database, { accountId: account.id, address, name })
  })
  console.log(`${account.address} is ${address} (${name})`)
}

function alias(command: Command): void {
  const { config, accounts, values, given } = command
  const account = accountOf(command, 1)
  const [, wanted] = given
  if (wanted === undefined) {
    for (const address of accounts.aliases(account.id)) console.log(address)
    return
  }
  if (values.remove) {
    const address = canonicalAddress(wanted, config.mailDomain)
    if (!accounts.removeAlias(account.id, address))
      throw new UsageError(`${address} is no alias of ${account.address}.`)
    return console.log(`${address} removed`)
  }
  const address = newAddress(wanted, config.mailDomain)
  accounts.addAlias(account.id, address)
  console.log(`${address} is an alias of ${account.address}`)
}

/** Megabytes that one account may be given. Beyond it: the command ends with a usage error. A constant. */
const maxQuota = 1_000_000_000

function quota(command: Command): void {
  const { config, database, given } = command
  const account = accountOf(command, 1)
  const [, wanted] = given
  if (wanted === undefined) throw new UsageError('Specify MEGABYTES, or "default".')
  const size = /^[1-9]\d{0,9}$/.test(wanted) ? Number(wanted) : Number.NaN
  if (wanted !== 'default' && !(size <= maxQuota))
    throw new UsageError(`"${wanted}" is no quota: use megabytes from 1 to ${maxQuota}, or "default".`)
  setMailQuota(database, account.id, wanted === 'default' ? null : size * 1_000_000)
  console.log(`${account.address} may store ${megabytes(wanted === 'default' ? config.quota : size * 1_000_000)}`)
}

function sending(command: Command): void {
  const { database } = command
  const account = accountOf(command, 1)
  const [, action] = command.given
  if (action !== 'pause' && action !== 'resume') throw new UsageError('Specify "pause" or "resume".')
  // A pause by its administrator has no end of its own.
  setSendingPause(database, account.id, action === 'pause' ? Number.MAX_SAFE_INTEGER : null)
  console.log(`${account.address} ${action === 'pause' ? 'may not send; what waits is kept' : 'may send'}`)
}

function disable(command: Command, disabled: boolean): void {
  const account = accountOf(command)
  command.accounts.setDisabled(account.id, disabled)
  console.log(`${account.address} is ${disabled ? 'disabled; its mail is kept, and more arrives' : 'enabled'}`)
}

function remove(command: Command): void {
  const { database, accounts, values } = command
  const account = accountOf(command)
  if (values.confirm !== account.address)
    throw new UsageError(`This deletes the account and all of its mail. Add --confirm ${account.address}.`)
  // The account last: when this is killed half-way, it can be run again.
  accounts.setDisabled(account.id, true)
  deleteMailAccount(database, account.id)
  accounts.remove(account.id)
  console.log(`${account.address} deleted`)
}

async function password(command: Command): Promise<void> {
  const { database, accounts, values } = command
  const account = accountOf(command)
  const wanted = values.password ?? (await readPassword())
  checkPassword(wanted)
  const hash = await hashPassword(wanted)
  transaction(database, () => {
    accounts.changePassword(account.id, hash)
    query(database).run('DELETE FROM session WHERE account = ?', account.id)
  })
  console.log(`${account.address} has another password; every device is signed out`)
}

function appPassword(command: Command): void {
  const { database, values } = command
  const account = accountOf(command)
  const store = createAppPasswordStore(database)
  if (values.revoke !== undefined) {
    if (!store.revoke(account.id, values.revoke))
      throw new UsageError(`${account.address} has no app password "${values.revoke}".`)
    return console.log(`${values.revoke} revoked`)
  }
  if (values.name === undefined) return printAppPasswords(command, account)
  const made = store.make(account.id, cleanName(values.name) || 'app password')
  console.log(made.password)
}

const actions: Readonly<Record<string, (command: Command) => void | Promise<void>>> = {
  add,
  list,
  show,
  rename,
  alias,
  quota,
  sending,
  disable: (command) => disable(command, true),
  enable: (command) => disable(command, false),
  delete: remove,
  password,
  'app-password': appPassword,
}

/** `account ACTION …`. Works beside a running server. */
export async function accountCommand(args: readonly string[]): Promise<void> {
  const { positionals, values } = readArguments([...args])
  const [name, ...given] = positionals
  const action = name !== undefined && Object.hasOwn(actions, name) ? actions[name] : undefined
  if (!action)
    throw new UsageError(
      `${name === undefined ? 'Specify an action' : `Unknown command "account ${name}"`}. Available: ${Object.keys(actions).join(', ')}.`,
    )
  const config = parseConfig(process.env)
  if (config.jmapUpstream)
    throw new AtriumError('CONFIG_INVALID', {
      subject: `ATRIUM_JMAP_UPSTREAM is ${config.jmapUpstream}`,
      remedy: 'Manage accounts on that server.',
    })
  prepareDataFolder(config.dataDir)
  const database = openDatabase(path.join(config.dataDir, 'atrium.db'))
  try {
    await action({ config, database, accounts: createAccountStore(database), values, given })
  } finally {
    database.close()
  }
}
