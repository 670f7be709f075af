import { aBrowser, aFolder, removeFolders } from '@atrium/gateway/testing'
import { afterAll, afterEach, describe, expect, test } from '@jest/globals'
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { openDatabase } from './database/open-database.ts'
import { aServer, type TestServer } from './testing/a-server.ts'
import { anEchoBackend } from './testing/an-echo-backend.ts'

const running: TestServer[] = []
async function start(environment: Record<string, string> = {}, folder = aFolder()): Promise<TestServer> {
  const server = await aServer(environment, { folder, backend: anEchoBackend() })
  running.push(server)
  return server
}

afterEach(async () => {
  for (const server of running.splice(0)) await server.close()
})
afterAll(removeFolders)

describe('starting', () => {
  test('makes a data folder that only its owner can look into', async () => {
    const { folder } = await start()
    expect(statSync(path.join(folder, 'data')).mode & 0o777).toBe(0o700)
  })

  test('keeps the database and what is beside it to its owner, also one that was open to others', async () => {
    const { folder, origin } = await start()
    await aBrowser(origin).signUp('ada')
    const modes = (): string[] =>
      ['atrium.db', 'atrium.db-wal', 'atrium.db-shm'].map((file) =>
        (statSync(path.join(folder, 'data', file)).mode & 0o777).toString(8),
      )
    expect(modes()).toEqual(['600', '600', '600'])
    await running.pop()?.close()
    chmodSync(path.join(folder, 'data/atrium.db'), 0o644)
    await start({}, folder)
    expect(modes()).toEqual(['600', '600', '600'])
  })

  test('a second server on one data folder is refused, and the first goes on', async () => {
    const { folder, origin } = await start()
    await expect(start({}, folder)).rejects.toMatchObject({
      code: 'DATA_DIR_IN_USE',
      message: expect.stringContaining(path.join(folder, 'data')),
    })
    await aBrowser(origin).signUp('ada')
    await running.pop()?.close()
    await expect(start({}, folder)).resolves.toBeDefined()
  })

  test('a database of 0 bytes is damaged and no new installation', async () => {
    const folder = aFolder()
    mkdirSync(path.join(folder, 'data'))
    writeFileSync(path.join(folder, 'data/atrium.db'), '')
    await expect(start({}, folder)).rejects.toMatchObject({
      code: 'DATABASE_CORRUPT',
      message: expect.stringContaining('0 bytes'),
    })
    expect(statSync(path.join(folder, 'data/atrium.db')).size).toBe(0)
  })

  test('ATRIUM_LOG decides what is logged', async () => {
    const report = {
      method: 'POST',
      headers: { 'content-type': 'application/csp-report' },
      body: '{"csp-report":{"effective-directive":"img-src"}}',
    }
    const logged = async (level: string): Promise<string[]> => {
      const { origin, warnings } = await start({ ATRIUM_LOG: level })
      await fetch(`${origin}/api/reports?secret=1`, report)
      await fetch(`${origin}/healthz`)
      return warnings.map((line) => line.replace(/\d+ ms$/, 'ms'))
    }
    expect(await logged('silent')).toEqual([])
    expect(await logged('error')).toEqual([])
    expect(await logged('warn')).toEqual(['report: csp-violation:img-src'])
    expect(await logged('info')).toEqual(
      expect.arrayContaining(['report: csp-violation:img-src', 'POST /api/reports 204 ms']),
    )
  })

  test('two installations run side by side and know nothing of each other', async () => {
    const [one, two] = [await start(), await start()]
    await aBrowser(one.origin).signUp('ada')
    expect((await aBrowser(two.origin).signIn('ada')).status).toBe(401)
  })

  test('a port that is taken is told with who has it', async () => {
    const holder = net.createServer()
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve))
    const { port } = holder.address() as net.AddressInfo
    await expect(start({ PORT: String(port) })).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      message: expect.stringMatching(new RegExp(`${port} on 127\\.0\\.0\\.1, by .+ \\(process ${process.pid}\\)`)),
    })
    holder.close()
  })

  test('an address of another machine is told', async () => {
    await expect(start({ HOST: '192.0.2.1' })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('HOST is "192.0.2.1"'),
    })
  })

  test('a data folder that cannot be is told', async () => {
    const folder = aFolder()
    writeFileSync(path.join(folder, 'file'), '')
    await expect(start({ DATA_DIR: path.join(folder, 'file/data') })).rejects.toMatchObject({
      code: 'DATA_DIR_UNWRITABLE',
    })
    await expect(start({ DATA_DIR: '/proc/atrium' })).rejects.toMatchObject({ code: 'DATA_DIR_UNWRITABLE' })
  })

  test('a database of a newer version is told and left as it was', async () => {
    const folder = aFolder()
    mkdirSync(path.join(folder, 'data'))
    const file = path.join(folder, 'data/atrium.db')
    const database = openDatabase(file)
    database.exec('PRAGMA user_version = 9999')
    database.close()
    const before = readFileSync(file)
    await expect(start({}, folder)).rejects.toMatchObject({ code: 'DATABASE_NEWER' })
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  test('what failed to start leaves nothing open', async () => {
    const folder = aFolder()
    const holder = net.createServer()
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve))
    const { port } = holder.address() as net.AddressInfo
    await expect(start({ PORT: String(port) }, folder)).rejects.toThrow()
    holder.close()
    await expect(start({}, folder)).resolves.toBeDefined()
  })
})

describe('the demo account', () => {
  test('is made in a new installation, offered again after a restart, and gone when it is switched off', async () => {
    const first = await start({ ATRIUM_DEMO: 'on' })
    expect(first.demo?.address).toBe('demo@atrium.test')
    expect((await aBrowser(first.origin).signIn('demo', first.demo?.password)).status).toBe(200)
    await first.close()
    running.length = 0
    const second = await start({ ATRIUM_DEMO: 'on' }, first.folder)
    expect(second.demo).toEqual(first.demo)
    await second.close()
    running.length = 0
    const third = await start({}, first.folder)
    expect(third.demo).toBeNull()
    expect((await aBrowser(third.origin).signIn('demo', first.demo?.password)).status).toBe(401)
  })

  test('is not put beside accounts that are already there', async () => {
    const first = await start()
    await aBrowser(first.origin).signUp('ada')
    await first.close()
    running.length = 0
    expect((await start({ ATRIUM_DEMO: 'on' }, first.folder)).demo).toBeNull()
  })
})
