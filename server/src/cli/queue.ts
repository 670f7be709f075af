import path from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { parseConfig } from '../config.ts'
import { openDatabase } from '../database/open-database.ts'
import { query } from '../database/query.ts'
import { dkimKey, dkimRecord, dropQueued, listQueue, retryQueued, textRecord } from '../mail/index.ts'
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
