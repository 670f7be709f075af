import { MailError } from '@atrium/mail-contracts'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { isDatabaseBusy } from '../errors/error-facts.ts'

/**
 * Makes a data folder this server's alone until it is closed. SQLite holds a lock of the operating system on
 * `server.lock`, so it ends with the process however that ends, and nothing is left behind that would have to be
 * removed. Commands (`account`, `import`) work beside a server and take no lock.
 *
 * @returns Gives the folder free.
 * @throws AtriumError `DATA_DIR_IN_USE`
 */
export function lockDataFolder(dataDir: string): () => void {
  const lock = new DatabaseSync(path.join(dataDir, 'server.lock'), { timeout: 0 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (cause) {
    lock.close()
    if (!isDatabaseBusy(cause)) throw cause
    throw new MailError('DATA_DIR_IN_USE', {
      subject: dataDir,
      remedy: 'Stop the other server, or set DATA_DIR to another folder.',
      cause,
    })
  }
  return () => lock.close()
}
