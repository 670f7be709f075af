import { removeFolders, createTempFolder } from '@atrium/gateway/testing'
import { afterAll, afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import path from 'node:path'
import { openDatabase } from '../database/open-database.ts'
import { query } from '../database/query.ts'
import { createMailServer } from '../mail/index.ts'
import { createAccountStore, localAuthentication } from '../sign-in/accounts.ts'
import { createAppPasswordStore } from '../sign-in/app-passwords.ts'
import { accountCommand } from './account.ts'

let folder = ''
const lines: string[] = []
const environment = { ...process.env }

beforeEach(() => {
  folder = createTempFolder()
  Object.assign(process.env, { DATA_DIR: folder, ATRIUM_MAIL_DOMAIN: 'mail.test' })
  lines.length = 0
  jest.spyOn(console, 'log').mockImplementation((line) => void lines.push(String(line)))
})
afterEach(() => {
  jest.restoreAllMocks()
  process.env = { ...environment }
})
afterAll(removeFolders)

const run = async (line: string): Promise<string> => {
  lines.length = 0
  await accountCommand(line.split(' '))
  return lines.join('\n')
}

/** What a server beside the command line sees. */
async function look<Result>(work: (database: ReturnType<typeof openDatabase>) => Result): Promise<Awaited<Result>> {
  const database = openDatabase(path.join(folder, 'atrium.db'))
  try {
    return await work(database)
  } finally {
    database.close()
  }
}

const add = (name: string): Promise<string> => run(`add ${name} --password long-enough-to-be-one`)

test('an account is renamed with its mail, and keeps what comes to its former address', async () => {
  await add('ada')
  await add('bob')
  await run('rename ada lovelace --name Lovelace')
  expect(await run('show ada')).toContain('aliases: ada@mail.test')
  const { one, all } = await look((database) => {
    const { one: first, all: rows } = query(database)
    return {
      one: first('SELECT address, name FROM mail_account ORDER BY key LIMIT 1'),
      all: rows('SELECT email, name FROM identity ORDER BY id LIMIT 1'),
    }
  })
  expect(one).toEqual({ address: 'lovelace@mail.test', name: 'Lovelace' })
  expect(all).toEqual([{ email: 'lovelace@mail.test', name: 'Lovelace' }])
  await expect(run('rename bob ada')).rejects.toThrow('ada@mail.test')
  await expect(add('ada')).rejects.toThrow('ada@mail.test')
  await run('rename lovelace ada')
  expect(await run('alias ada')).toBe('lovelace@mail.test')
})

test('an alias belongs to one account, and is free again once it is removed', async () => {
  await add('ada')
  await add('bob')
  await run('alias ada shop')
  await expect(run('alias bob shop')).rejects.toThrow('shop@mail.test')
  await run('alias ada shop --remove')
  await run('alias bob shop')
  expect(await run('alias bob')).toBe('shop@mail.test')
})

test('an administrator pauses what an account sends, and lets it go on', async () => {
  await add('ada')
  expect(await run('sending ada pause')).toContain('may not send')
  expect(await run('show ada')).toContain('sending: paused until it is resumed')
  expect(await run('sending ada resume')).toContain('may send')
  expect(await run('show ada')).not.toContain('paused')
  await expect(run('sending ada stop')).rejects.toThrow('Specify "pause" or "resume"')
})

test('an account has a quota of its own until it has that of the installation again', async () => {
  await add('ada')
  expect(await run('quota ada 5')).toContain('5 MB')
  expect(await run('list')).toContain('0 messages, 0 MB of 5 MB')
  await run('quota ada default')
  expect(await run('list')).not.toContain('of 5 MB')
  await expect(run('quota ada -1')).rejects.toThrow(/Unknown option|no quota/)
  await expect(run('quota ada 0')).rejects.toThrow('"0" is no quota')
})

test('a disabled account lets no one in until it is enabled', async () => {
  await add('ada')
  const signIn = () =>
    look((database) =>
      localAuthentication(createAccountStore(database))({
        address: 'ada@mail.test',
        password: 'long-enough-to-be-one',
      }),
    )
  await run('disable ada')
  await expect(signIn()).rejects.toMatchObject({ code: 'ACCOUNT_DISABLED' })
  await run('enable ada')
  await expect(signIn()).resolves.toMatchObject({ account: { address: 'ada@mail.test' } })
})

test('a password and an app password are set, listed and revoked', async () => {
  await add('ada')
  await run('password ada --password another-long-one')
  const secret = await run('app-password ada --name Phone')
  const id = await look((database) => {
    const account = createAccountStore(database).byAddress('ada@mail.test')
    return createAppPasswordStore(database).find(account?.id ?? '', secret)
  })
  expect(await run('app-password ada')).toContain(`app password ${id} "Phone"`)
  await run(`app-password ada --revoke ${id}`)
  expect(await run('app-password ada')).toContain('none')
})

test('a deleted account leaves nothing, and takes nothing from others', async () => {
  await add('ada')
  await add('bob')
  await look(async (database) => {
    const accounts = createAccountStore(database)
    const idOf = (name: string) => accounts.byAddress(`${name}@mail.test`)?.id ?? ''
    const mail = createMailServer({ database, domain: 'mail.test', resolveAddress: () => null, background: false })
    const bytes = (text: string) => Buffer.from(`From: a@x.test\r\nSubject: ${text}\r\n\r\n${text}\r\n`)
    for (const text of ['shared', 'own']) await mail.importMessage({ accountId: idOf('ada'), bytes: bytes(text) })
    await mail.importMessage({ accountId: idOf('bob'), bytes: bytes('shared') })
    await mail.close()
  })
  await expect(run('delete ada')).rejects.toThrow('--confirm ada@mail.test')
  await run('delete ada --confirm ada@mail.test')
  const counts = await look((database) => {
    const tables = query(database).all<{ name: string }>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name IN
       ('account', 'mail_account', 'mailbox', 'email', 'email_mailbox', 'thread', 'identity', 'blob', 'message', 'imported', 'released_blob')`,
    )
    return Object.fromEntries(
      tables.map(({ name }) => [
        name,
        query(database).one<{ count: number }>(`SELECT count(*) AS count FROM ${name}`)?.count,
      ]),
    )
  })
  expect(counts).toEqual({
    account: 1,
    mail_account: 1,
    mailbox: 6,
    email: 1,
    email_mailbox: 1,
    thread: 1,
    identity: 1,
    blob: 1,
    message: 1,
    imported: 1,
    released_blob: 0,
  })
})

test('what is missing or unknown is named', async () => {
  await expect(run('frobnicate')).rejects.toThrow('Unknown command "account frobnicate"')
  await expect(run('show eve')).rejects.toThrow('Unknown account "eve@mail.test"')
  await expect(run('show')).rejects.toThrow('Specify an ACCOUNT.')
})
