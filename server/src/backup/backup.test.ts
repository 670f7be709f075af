import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openDatabase } from '../database/open-database.ts'
import { query } from '../database/query.ts'
import { dkimKey } from '../mail/index.ts'
import { readEmail } from '../mail/store/emails.ts'
import { openTestMail } from '../mail/testing/open-test-mail.ts'
import { listBackups, pruneBackups, restoreBackup, writeBackup } from './backup.ts'

let place = ''
beforeEach(() => {
  place = mkdtempSync(path.join(os.tmpdir(), 'atrium-backup-'))
})
afterEach(() => rmSync(place, { recursive: true, force: true }))

/** A file that does not pack. */
const noise = (seed: number): string => {
  let state = seed
  return Buffer.from(Uint8Array.from({ length: 300_000 }, () => (state = (state * 48_271) % 2_147_483_647) & 0xff))
    .toString('base64')
    .replace(/.{76}/g, '$&\r\n')
}

const header = 'MIME-Version: 1.0\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n'

function openInstallation() {
  const dataDir = path.join(place, 'data')
  const folder = path.join(place, 'backups')
  mkdirSync(dataDir)
  const t = openTestMail({ file: path.join(dataDir, 'atrium.db'), background: false })
  const add = (n: number): Promise<boolean> =>
    t.mail.importMessage({ accountId: 'ada', bytes: Buffer.from(`${header}Subject: no. ${n}\r\n\r\n${noise(n)}`) })
  const reader = new DatabaseSync(path.join(dataDir, 'atrium.db'), { readOnly: true })
  return {
    t,
    dataDir,
    folder,
    add,
    save: (now: number) => writeBackup({ dataDir, database: reader, folder, now }),
    close: async () => {
      reader.close()
      await t.close()
    },
  }
}

const subjectsIn = (dataDir: string): readonly unknown[] => {
  const database = openDatabase(path.join(dataDir, 'atrium.db'))
  const read = query(database)
  const subjects = read
    .all<{ id: number; account: number }>('SELECT id, account FROM email ORDER BY id')
    .map(({ id, account }) =>
      Reflect.get(Object(JSON.parse(readEmail(read, account, id)?.listing ?? 'null')), 'subject'),
    )
  database.close()
  return subjects
}

test('a backup of a server at work has mail, keys and certificates, and what is not new is not written again', async () => {
  const { t, dataDir, folder, add, save, close } = openInstallation()
  const key = dkimKey(t.store.query, 'mail.test')
  writeFileSync(path.join(dataDir, 'smtp-key.pem'), 'secret')
  mkdirSync(path.join(dataDir, 'spool'))
  writeFileSync(path.join(dataDir, 'spool', 'half'), 'not acknowledged')
  for (let n = 1; n <= 8; n += 1) await add(n)
  const first = await save(1e12)
  await add(9)
  const second = await save(2e12)
  expect(listBackups(folder)).toEqual([first.name, second.name])
  expect(second.written).toBeLessThan(first.written / 2)
  expect(readdirSync(folder).filter((file) => /partial|scratch/.test(file))).toEqual([])
  expect(statSync(path.join(folder, `${first.name}.pack`)).mode & 0o077).toBe(0)

  for (const [name, count] of [
    [first.name, 8],
    [second.name, 9],
  ] as const) {
    const restored = path.join(place, name)
    mkdirSync(restored)
    restoreBackup({ folder, name, dataDir: restored })
    expect(subjectsIn(restored)).toEqual(Array.from({ length: count }, (_, at) => `no. ${at + 1}`))
    expect(readFileSync(path.join(restored, 'smtp-key.pem'), 'utf8')).toBe('secret')
    expect(existsSync(path.join(restored, 'spool'))).toBe(false)
    const database = openDatabase(path.join(restored, 'atrium.db'))
    expect(dkimKey(query(database), 'mail.test')).toEqual(key)
    database.close()
  }
  await close()
})

test('a restore overwrites nothing', async () => {
  const { dataDir, folder, save, close } = openInstallation()
  const { name } = await save(1e12)
  expect(() => restoreBackup({ folder, name, dataDir })).toThrow(/has a database/)
  await close()
})

test('a damaged backup is refused whole, and the next one does not rely on it', async () => {
  const { folder, add, save, close } = openInstallation()
  await add(1)
  const first = await save(1e12)
  const pack = path.join(folder, `${first.name}.pack`)
  const bytes = readFileSync(pack)
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 0xff
  writeFileSync(pack, bytes)
  const restored = path.join(place, 'restored')
  mkdirSync(restored)
  expect(() => restoreBackup({ folder, name: first.name, dataDir: restored })).toThrow(/Use another backup/)
  expect(readdirSync(restored)).toEqual([])

  const second = await save(2e12)
  restoreBackup({ folder, name: second.name, dataDir: restored })
  expect(subjectsIn(restored)).toEqual(['no. 1'])
  await close()
})

test('old backups go, and what newer ones share with them stays', async () => {
  const { folder, add, save, close } = openInstallation()
  for (let n = 1; n <= 4; n += 1) await add(n)
  const first = await save(1e12)
  const second = await save(2e12)
  const third = await save(3e12)
  expect(pruneBackups(folder, 2)).toEqual([first.name])
  expect(listBackups(folder)).toEqual([second.name, third.name])
  const restored = path.join(place, 'restored')
  mkdirSync(restored)
  restoreBackup({ folder, name: third.name, dataDir: restored })
  expect(subjectsIn(restored)).toHaveLength(4)
  await close()
})
