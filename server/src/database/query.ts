import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'

/** Prepared statements of one connection, each compiled once. */
export interface Query {
  /** The first row, or undefined. */
  readonly one: <Row>(sql: string, ...values: SQLInputValue[]) => Row | undefined
  readonly all: <Row>(sql: string, ...values: SQLInputValue[]) => Row[]
  readonly run: (sql: string, ...values: SQLInputValue[]) => { readonly changes: number; readonly lastId: number }
}

const queries = new WeakMap<DatabaseSync, Query>()

/**
 * The statements of a connection. The row types a caller names are those of our own schema,
 * which STRICT tables keep: this is the one place that takes SQLite's word for it.
 */
export function query(database: DatabaseSync): Query {
  const known = queries.get(database)
  if (known) return known
  const made = createQuery(database)
  queries.set(database, made)
  return made
}

/** Prepared statements that are kept; filters build many. Beyond it: the oldest goes. */
const maxStatements = 500

function createQuery(database: DatabaseSync): Query {
  const statements = new Map<string, StatementSync>()
  const prepare = (sql: string): StatementSync => {
    const known = statements.get(sql)
    if (known) return known
    const made = database.prepare(sql)
    const [oldest] = statements.size >= maxStatements ? statements.keys() : []
    if (oldest !== undefined) statements.delete(oldest)
    statements.set(sql, made)
    return made
  }
  return {
    one: <Row>(sql: string, ...values: SQLInputValue[]) => prepare(sql).get(...values) as Row | undefined,
    all: <Row>(sql: string, ...values: SQLInputValue[]) => prepare(sql).all(...values) as Row[],
    run: (sql, ...values) => {
      const { changes, lastInsertRowid } = prepare(sql).run(...values)
      return { changes: Number(changes), lastId: Number(lastInsertRowid) }
    },
  }
}

/**
 * Runs `run` so that all of its writes happen or none. Inside another transaction it is a savepoint
 * of that one. `run` must not wait for anything: a transaction that spans a turn of the event loop
 * would swallow the writes of others.
 */
export function transaction<Result>(database: DatabaseSync, run: () => Result): Result {
  // IMMEDIATE: a reader that later wants to write can be refused (SQLITE_BUSY) without waiting.
  const [begin, commit, rollback] = database.isTransaction
    ? ['SAVEPOINT nested', 'RELEASE nested', 'ROLLBACK TO nested; RELEASE nested']
    : ['BEGIN IMMEDIATE', 'COMMIT', 'ROLLBACK']
  database.exec(begin)
  try {
    const result = run()
    database.exec(commit)
    return result
  } catch (error) {
    // A full disk ends the transaction by itself; rolling back again would hide the reason.
    if (database.isTransaction) database.exec(rollback)
    throw error
  }
}
