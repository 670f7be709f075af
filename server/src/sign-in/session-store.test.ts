import { beforeEach, describe, expect, test } from '@jest/globals'
import type { DatabaseSync } from 'node:sqlite'
import { openDatabase } from '../database/open-database.ts'
import { createAccountStore } from './accounts.ts'
import { createSessionStore, type SessionStore } from './session-store.ts'

const hour = 3_600_000
let database: DatabaseSync
let sessions: SessionStore
let now: number
let begin: () => string

beforeEach(() => {
  database = openDatabase(':memory:')
  now = Date.UTC(2026, 10, 21)
  sessions = createSessionStore(database, { idle: 2 * hour, maximum: 24 * hour }, () => now)
  const { id } = createAccountStore(database).create({ address: 'ada@atrium.test', name: 'Ada', passwordHash: null })
  begin = () => sessions.begin({ accountId: id, mailAccount: id, credential: null })
})

const rows = () => Number(database.prepare('SELECT count(*) AS n FROM session').get()?.['n'])

describe('sessions', () => {
  test('a token finds its session, no other does', () => {
    const token = begin()
    expect(token).toMatch(/^[\w-]{43}$/)
    expect(sessions.find(token)).toMatchObject({ account: { address: 'ada@atrium.test', name: 'Ada' } })
    expect(sessions.find(`${token.slice(0, -1)}_`)).toBeUndefined()
  })

  test('the database does not hold the token', () => {
    const token = begin()
    const stored = JSON.stringify(database.prepare('SELECT hex(token_hash) AS hash FROM session').all())
    expect(stored).not.toContain(token)
    expect(stored).not.toContain(Buffer.from(token).toString('hex').toUpperCase())
  })

  test('use keeps a session alive, but not beyond its last day', () => {
    const token = begin()
    for (let used = 0; used < 12; used++) {
      now += 1.9 * hour
      expect(sessions.find(token)).toBeDefined()
    }
    now += 1.9 * hour
    expect(sessions.find(token)).toBeUndefined()
  })

  test('an unused session expires', () => {
    const token = begin()
    now += 2 * hour
    expect(sessions.find(token)).toBeUndefined()
  })

  test('the sweep forgets what has ended and nothing else', () => {
    begin()
    now += 1.5 * hour
    const token = begin()
    now += hour
    sessions.sweep()
    expect(rows()).toBe(1)
    expect(sessions.find(token)).toBeDefined()
  })

  test('all sessions of an account end together', () => {
    const [one, two] = [begin(), begin()]
    const accountId = sessions.find(one)?.account.id ?? ''
    sessions.endAll(accountId)
    expect([sessions.find(one), sessions.find(two)]).toEqual([undefined, undefined])
  })
})
