import { afterAll, afterEach, describe, expect, test } from '@jest/globals'
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { openDatabase } from '../database/open-database.ts'
import { aBrowser } from '../testing/a-browser.ts'
import { aFolder, aServer, removeFolders, type TestServer } from '../testing/a-server.ts'
import { anEchoBackend } from '../testing/an-echo-backend.ts'

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
