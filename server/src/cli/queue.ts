import path from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { parseArgs } from 'node:util'
import { parseConfig } from '../config.ts'
import { openDatabase } from '../database/open-database.ts'
import { query } from '../database/query.ts'
import { errorMessage } from '../errors/error-facts.ts'
import { textRecord, checkMailDns } from '../mail/smtp/check-dns.ts'
import { dkimKey, dkimRecord } from '../mail/smtp/dkim.ts'
import { systemLookup } from '../mail/smtp/dns.ts'
import { dropQueued, listQueue, retryQueued } from '../mail/smtp/queue-command.ts'
import { prepareDataFolder } from '../process.ts'
import { UsageError } from './usage.ts'

async function withDatabase(run: (database: DatabaseSync, mailDomain: string) => void): Promise<void> {
  const { dataDir, mailDomain } = parseConfig(process.env)
  prepareDataFolder(dataDir)
  const database = openDatabase(path.join(dataDir, 'atrium.db'))
  try {
    run(database, mailDomain)
  } finally {
    database.close()
  }
}

const time = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ')

function printQueue(database: DatabaseSync): void {
  const rows = listQueue(database)
  if (rows.length === 0) return console.log('Nothing is queued, and nothing has failed.')
  for (const { submission, recipient, state, attempts, queuedAt, nextAt, response } of rows) {
    const next = state === 'waiting' ? `, next ${time(nextAt)}` : ''
    console.log(
      `${submission}  ${recipient}  ${state}  since ${time(queuedAt)}, attempts ${attempts}${next}\n    ${response}`,
    )
  }
}

/** `queue list|retry|drop`. Works beside a running server. */
export async function queueCommand([action, submission, recipient, ...more]: readonly string[]): Promise<void> {
  if (action !== 'list' && action !== 'retry' && action !== 'drop')
    throw new UsageError('Specify an action: queue list, queue retry, queue drop.')
  if (action === 'list') return withDatabase(printQueue)
  if (submission === undefined || !/^S\d+$/.test(submission) || more.length > 0)
    throw new UsageError(
      `queue ${action} takes a submission (S7, see queue list) and, if wanted, one of its recipients.`,
    )
  const selection = { submission, ...(recipient === undefined ? {} : { recipient }) }
  await withDatabase((database) => {
    const count = (action === 'retry' ? retryQueued : dropQueued)(database, selection)
    if (count === 0)
      throw new UsageError(`Nothing in the queue is ${[submission, recipient].filter(Boolean).join(' to ')}.`)
    console.log(action === 'retry' ? `Tried again within a minute: ${count}` : `Dropped: ${count}`)
  })
}

/** `dkim`: prints the DNS record of the key, which is made if there is none. */
export async function dkimCommand(args: readonly string[]): Promise<void> {
  if (args.length > 0) throw new UsageError('dkim takes no arguments.')
  await withDatabase((database, mailDomain) => {
    const { name, value } = dkimRecord(dkimKey(query(database), mailDomain))
    console.log(textRecord(name, value))
  })
}

function readArguments(args: readonly string[]): readonly string[] {
  try {
    const options = { dns: { type: 'string', multiple: true } } as const
    const { positionals, values } = parseArgs({ args: [...args], options, allowPositionals: true })
    if (positionals.length !== 1 || positionals[0] !== 'mail') throw new UsageError('doctor takes what to check: mail.')
    return values.dns ?? []
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(errorMessage(error))
  }
}

/** `doctor mail [--dns SERVER]`: says what is wrong with the DNS of the domain. The exit code is 1 when something is. */
export async function doctorCommand(args: readonly string[]): Promise<void> {
  const servers = readArguments(args)
  const { dataDir, mailDomain: domain, smtp } = parseConfig(process.env)
  prepareDataFolder(dataDir)
  const database = openDatabase(path.join(dataDir, 'atrium.db'))
  try {
    const findings = await checkMailDns({
      lookup: systemLookup(servers),
      domain,
      name: smtp.name,
      dkim: dkimKey(query(database), domain),
      isRelayed: typeof smtp.out === 'object',
    })
    for (const { about, state, text, record } of findings) {
      console.log(`${state.padEnd(8)} ${about.padEnd(8)} ${text}`)
      if (record !== undefined) console.log(`${' '.repeat(18)}add: ${record}`)
    }
    if (findings.some(({ state }) => state === 'wrong' || state === 'unknown')) process.exitCode = 1
  } finally {
    database.close()
  }
}
