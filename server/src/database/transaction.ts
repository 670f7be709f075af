import type { DatabaseSync } from 'node:sqlite'

/**
 * Runs `work` so that all of its writes happen or none. Inside another transaction it is a savepoint
 * of that one. `work` must not wait for anything: a transaction that spans a turn of the event loop
 * would swallow the writes of others.
 */
export function transaction<Result>(database: DatabaseSync, work: () => Result): Result {
  // IMMEDIATE: a reader that later wants to write can be refused (SQLITE_BUSY) without waiting.
  const [begin, commit, rollback] = database.isTransaction
    ? ['SAVEPOINT nested', 'RELEASE nested', 'ROLLBACK TO nested; RELEASE nested']
    : ['BEGIN IMMEDIATE', 'COMMIT', 'ROLLBACK']
  database.exec(begin)
  try {
    const result = work()
    database.exec(commit)
    return result
  } catch (error) {
    // A full disk ends the transaction by itself; rolling back again would hide the reason.
    if (database.isTransaction) database.exec(rollback)
    throw error
  }
}
