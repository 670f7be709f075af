import { createBrowser, createTempFolder, removeFolders } from '@atrium/gateway/testing'
import { afterAll, afterEach, describe, expect, test } from '@jest/globals'
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { openDatabase } from './database/open-database.ts'
import { startTestServer, type TestServer } from './testing/test-server.ts'
import { createEchoBackend } from './testing/echo-backend.ts'

const running: TestServer[] = []
async function start(environment: Record<string, string> = {}, folder = createTempFolder()): Promise<TestServer> {
  const server = await startTestServer(environment, { folder, backend: createEchoBackend() })
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
    await createBrowser(origin).signUp('ada')
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

  test('a second server on one data folder is refused, and the first keeps running', async () => {
    const { folder, origin } = await start()
    await expect(start({}, folder)).rejects.toMatchObject({
      code: 'DATA_DIR_IN_USE',
      message: expect.stringContaining(path.join(folder, 'data')),
    })
    await createBrowser(origin).signUp('ada')
    await running.pop()?.close()
    await expect(start({}, folder)).resolves.toBeDefined()
  })

  test('a database of 0 bytes is damaged and no new installation', async () => {
    const folder = createTempFolder()
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
    await createBrowser(one.origin).signUp('ada')
    expect((await createBrowser(two.origin).signIn('ada')).status).toBe(401)
  })

  test('a port in use is reported with the process that has it', async () => {
    const holder = net.createServer()
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve))
    const { port } = holder.address() as net.AddressInfo
    await expect(start({ PORT: String(port) })).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      message: expect.stringMatching(new RegExp(`${port} on 127\\.0\\.0\\.1, by .+ \\(process ${process.pid}\\)`)),
    })
    holder.close()
  })

  test('an address of another machine is reported', async () => {
    await expect(start({ HOST: '192.0.2.1' })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('HOST is "192.0.2.1"'),
    })
  })

  test('an unusable data folder is reported', async () => {
    const folder = createTempFolder()
    writeFileSync(path.join(folder, 'file'), '')
    await expect(start({ DATA_DIR: path.join(folder, 'file/data') })).rejects.toMatchObject({
      code: 'DATA_DIR_UNWRITABLE',
    })
    await expect(start({ DATA_DIR: '/proc/atrium' })).rejects.toMatchObject({ code: 'DATA_DIR_UNWRITABLE' })
  })

  test('a database of a newer version is reported and left unchanged', async () => {
    const folder = createTempFolder()
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
    const folder = createTempFolder()
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
    expect((await createBrowser(first.origin).signIn('demo', first.demo?.password)).status).toBe(200)
    await first.close()
    running.length = 0
    const second = await start({ ATRIUM_DEMO: 'on' }, first.folder)
    expect(second.demo).toEqual(first.demo)
    await second.close()
    running.length = 0
    const third = await start({}, first.folder)
    expect(third.demo).toBeNull()
    expect((await createBrowser(third.origin).signIn('demo', first.demo?.password)).status).toBe(401)
  })

  test('is not put beside accounts that are already there', async () => {
    const first = await start()
    await createBrowser(first.origin).signUp('ada')
    await first.close()
    running.length = 0
    expect((await start({ ATRIUM_DEMO: 'on' }, first.folder)).demo).toBeNull()
  })
})
