import { beforeEach, describe, expect, test } from '@jest/globals'
import type { DatabaseSync } from 'node:sqlite'
import { openDatabase } from '../database/open-database.ts'
import { createAccountStore, type Account } from './accounts.ts'
import { accountCreator, type CreateAccount } from './accounts.ts'

let database: DatabaseSync
let opened: Account[]
let createAccount: CreateAccount

const creator = (openMailboxes: (account: Account) => void) =>
  accountCreator({ database, accounts: createAccountStore(database), mailDomain: 'atrium.test', openMailboxes })

beforeEach(() => {
  database = openDatabase(':memory:')
  opened = []
  createAccount = creator((account) => void opened.push(account))
})

const ada = { address: 'ada', name: 'Ada', password: 'correct horse' }

describe('making an account', () => {
  test('of 100 concurrent requests for one address one creates it and 99 fail with ADDRESS_TAKEN', async () => {
    const spelled = (index: number) => ({ ...ada, address: index % 2 ? 'ada' : 'ADA@atrium.test' })
    const results = await Promise.allSettled(Array.from({ length: 100 }, (_, index) => createAccount(spelled(index))))
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : []))
    expect(refused).toEqual(Array(99).fill('ADDRESS_TAKEN'))
    expect(opened).toHaveLength(1)
  })

  test('of two processes the key in the database lets one through', async () => {
    const other = creator(() => undefined)
    const results = await Promise.allSettled([createAccount(ada), other(ada)])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(createAccountStore(database).count()).toBe(1)
  })

  test('without mailboxes there is no account', async () => {
    const failing = creator(() => {
      throw new Error('disk full')
    })
    await expect(failing(ada)).rejects.toThrow('disk full')
    expect(createAccountStore(database).count()).toBe(0)
    await expect(createAccount(ada)).resolves.toMatchObject({ address: 'ada@atrium.test' })
  })

  test('one that waits for a failing one gets the address', async () => {
    let failures = 1
    const shaky = creator(() => {
      if (failures-- > 0) throw new Error('disk full')
    })
    const results = await Promise.allSettled([shaky(ada), shaky(ada), shaky(ada)])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected'])
  })

  test('a name is one line, and an empty one is the local part', async () => {
    expect(await createAccount({ ...ada, name: ' Ada\r\nBcc: x\u202e ' })).toMatchObject({ name: 'Ada Bcc: x' })
    expect(await createAccount({ ...ada, address: 'bob', name: ' ' })).toMatchObject({ name: 'bob' })
  })
})
