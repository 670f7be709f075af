import { afterEach, describe, expect, test } from '@jest/globals'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { migrate, openDatabase } from './open-database.ts'
import { query, transaction } from './query.ts'

const folder = mkdtempSync(path.join(os.tmpdir(), 'atrium-database-'))
const file = path.join(folder, 'atrium.db')

afterEach(() => {
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true })
})

describe('opening the database', () => {
  test('makes it at the newest schema, durable and with foreign keys', () => {
    const database = openDatabase(file)
    const pragma = (name: string): unknown => Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0]
    expect([pragma('journal_mode'), pragma('synchronous'), pragma('foreign_keys')]).toEqual(['wal', 2, 1])
    expect(pragma('user_version')).toBeGreaterThanOrEqual(1)
    database.close()
  })

  test('of a newer version is refused, and it stays as it was', () => {
    const newer = new DatabaseSync(file)
    newer.exec('CREATE TABLE future (a); PRAGMA user_version = 9999')
    newer.close()
    const before = readFileSync(file)
    expect(() => openDatabase(file)).toThrow(expect.objectContaining({ code: 'DATABASE_NEWER' }))
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  test('of a file that is none is refused, and it stays as it was', () => {
    writeFileSync(file, 'these are the notes of my grandmother, not a database at all '.repeat(20))
    const before = readFileSync(file)
    expect(() => openDatabase(file)).toThrow(expect.objectContaining({ code: 'DATABASE_CORRUPT' }))
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  test('of a damaged file is refused', () => {
    const database = openDatabase(file)
    database.exec(`PRAGMA journal_mode = DELETE`)
    database.close()
    const damaged = readFileSync(file)
    damaged.fill(0xa5, 4096, 12_288)
    writeFileSync(file, damaged)
    expect(() => openDatabase(file)).toThrow(expect.objectContaining({ code: 'DATABASE_CORRUPT' }))
  })
})

test('a migration that fails leaves the database at the step before', () => {
  const database = new DatabaseSync(':memory:')
  const steps = [
    { version: 1, sql: 'CREATE TABLE a (x)' },
    { version: 2, sql: 'CREATE TABLE b (x); INSERT INTO missing VALUES (1)' },
  ]
  expect(() => migrate(database, ':memory:', steps)).toThrow('missing')
  expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: 1 })
  expect(database.prepare(`SELECT name FROM sqlite_schema`).all()).toEqual([{ name: 'a' }])
  database.close()
})

describe('a transaction', () => {
  test('inside another one can fail alone', () => {
    const database = new DatabaseSync(':memory:')
    database.exec('CREATE TABLE a (x)')
    transaction(database, () => {
      query(database).run('INSERT INTO a VALUES (1)')
      expect(() =>
        transaction(database, () => {
          query(database).run('INSERT INTO a VALUES (2)')
          throw new Error('no')
        }),
      ).toThrow('no')
    })
    expect(query(database).all('SELECT x FROM a')).toEqual([{ x: 1 }])
    database.close()
  })
})
