import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Milliseconds to wait for another process that is in there. */
const patience = 10_000

/**
 * Runs work that no other process may run on the same folder meanwhile. SQLite holds a lock of the operating
 * system on a file, so the lock ends with its holder, however that ends; nothing is written to the file.
 * The work is synchronous: within one process there is nobody to wait for.
 *
 * @throws Error after ten seconds without the lock.
 */
export function inFolderLock<Result>(folder: string, work: () => Result): Result {
  mkdirSync(folder, { recursive: true })
  const lock = new DatabaseSync(path.join(folder, '.lock'), { timeout: patience })
  try {
    lock.exec('BEGIN EXCLUSIVE')
    return work()
  } finally {
    lock.close()
  }
}
