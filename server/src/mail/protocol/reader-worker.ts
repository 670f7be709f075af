import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { query } from '../../database/query.ts'
import { errorMessage, errorReport } from '../../errors/error-facts.ts'
import { createMethodTable, ownModules } from '../methods/methods.ts'
import { parseStart } from '../mime/parse-message.ts'
import type { MailStore } from '../store/mail-store.ts'
import type { ReadResult, ReadTask } from './readers.ts'
import { runRequest } from './run-request.ts'

// Runs in a worker thread: requests that only read, one after another, each on one snapshot of the database.
const database = new DatabaseSync(String(workerData), { readOnly: true, timeout: 1000 })
database.exec('PRAGMA cache_size = -8000; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF')
const store: MailStore = { database, query: query(database), changed: () => undefined }

// Methods of further modules are no reading ones.
const methods = createMethodTable(ownModules)

async function run({ request, account, sessionState }: ReadTask): Promise<ReadResult> {
  const failures: { report: string; where: string }[] = []
  const onFailure = (error: unknown, where: string): void => void failures.push({ report: errorReport(error), where })
  const context = {
    store,
    account,
    // What only methods that write use.
    parse: async (raw: Uint8Array) => parseStart(raw),
    outgoing: { domain: '', resolveAddress: () => null },
    wake: () => undefined,
  }
  database.exec('BEGIN')
  try {
    const { chunks } = await runRequest(request, { context, methods, sessionState, onFailure }, () => true)
    return { body: Buffer.concat(chunks), failures }
  } finally {
    database.exec('COMMIT')
  }
}

parentPort?.on('message', (task: ReadTask) => {
  run(task).then(
    (result) => {
      const body = new Uint8Array(result.body)
      parentPort?.postMessage({ ...result, body }, [body.buffer])
    },
    (error: unknown) => parentPort?.postMessage({ failed: errorMessage(error) }, []),
  )
})
parentPort?.postMessage('ready', [])
