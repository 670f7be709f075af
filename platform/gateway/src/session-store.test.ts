import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { Pool } from 'pg'
import { openIdSessions } from './openid/sessions.ts'
import { memorySessionStore, postgresSessionStore, tokenKeys, type SessionStore } from './session-store.ts'
import { signInAtProvider, startTestProvider } from './testing/openid-provider.ts'
import { remoteRelease, writeStore } from './testing/release-builder.ts'
import { createTempFolder, removeFolders } from './testing/temp-folder.ts'
import { createBrowser } from './testing/test-browser.ts'
import { startSite } from './testing/test-site.ts'

const installed = '/usr/lib/postgresql'
const version = existsSync(installed) ? readdirSync(installed).sort().at(-1) : undefined

/** A server of Debian's PostgreSQL that listens on a socket in its own folder alone. It refuses to run as root. */
function startPostgres(bin: string) {
  // Not in the folder of the test run, which another user cannot enter.
  const folder = mkdtempSync('/tmp/atrium-pg-')
  const isRoot = process.getuid?.() === 0
  const id = (kind: '-u' | '-g'): number => Number(execFileSync('id', [kind, 'postgres']).toString())
  const user = isRoot ? { uid: id('-u'), gid: id('-g') } : {}
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid)
  const run = (program: string, ...options: string[]) =>
    execFileSync(path.join(bin, program), options, { ...user, cwd: folder, stdio: 'ignore' })
  const data = path.join(folder, 'data')
  run('initdb', '-D', data, '-U', 'atrium', '--auth=trust', '--no-sync')
  run(
    'pg_ctl',
    '-D',
    data,
    '-w',
    '-l',
    path.join(folder, 'log'),
    '-o',
    `-c listen_addresses= -c fsync=off -k ${folder}`,
    'start',
  )
  return {
    pool: () => new Pool({ host: folder, user: 'atrium', database: 'postgres' }),
    stop() {
      run('pg_ctl', '-D', data, '-m', 'fast', '-w', 'stop')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

let postgres: ReturnType<typeof startPostgres> | undefined
const pools: Pool[] = []
let now = 0

const newPool = (): Pool => {
  if (!postgres) throw new Error('PostgreSQL does not run')
  const pool = postgres.pool()
  pools.push(pool)
  return pool
}

beforeAll(() => {
  if (version !== undefined) postgres = startPostgres(path.join(installed, version, 'bin'))
}, 60_000)
afterEach(async () => {
  for (const pool of pools.splice(0)) await pool.end()
})
afterAll(() => {
  postgres?.stop()
  removeFolders()
})

const clock = (): number => now
const makers: [string, () => SessionStore][] = [['memory', () => memorySessionStore(clock)]]
if (version !== undefined) makers.push(['PostgreSQL', () => postgresSessionStore(newPool(), clock)])

const session = (id: string, person = 'ada', providerSession: string | null = null) => ({
  id,
  person,
  providerSession,
  sealed: `sealed ${id}`,
  endsAt: 1000,
})

describe.each(makers)('sessions in %s', (_name, makeStore) => {
  test('are found until they are over', async () => {
    const store = makeStore()
    now = 0
    await store.add(session('lasting'))
    expect(await store.find('lasting')).toEqual(session('lasting'))
    now = 1000
    expect(await store.find('lasting')).toBeUndefined()
    await store.sweep()
    now = 0
    expect(await store.find('lasting')).toBeUndefined()
  })

  test('end one by one, with their person, and with the session at the provider', async () => {
    const store = makeStore()
    now = 0
    for (const each of [session('1', 'bob'), session('2', 'bob'), session('3', 'eve', 's'), session('4', 'eve', 't')])
      await store.add(each)
    const left = async () =>
      (await Promise.all(['1', '2', '3', '4'].map((id) => store.find(id)))).flatMap((each) => each?.id ?? [])
    await store.remove({ id: '1' })
    expect(await left()).toEqual(['2', '3', '4'])
    await store.remove({ providerSession: 's' })
    expect(await left()).toEqual(['2', '4'])
    await store.remove({ person: 'bob' })
    expect(await left()).toEqual(['4'])
  })

  test('are replaced by one of two that read the same', async () => {
    const store = makeStore()
    now = 0
    await store.add(session('shared'))
    const both = await Promise.all(['a', 'b'].map((after) => store.replace('shared', 'sealed shared', after)))
    expect(both.filter(Boolean)).toHaveLength(1)
    expect((await store.find('shared'))?.sealed).toBe(both[0] ? 'a' : 'b')
  })
})

test('what a session holds opens with its own token alone', () => {
  const sealed = tokenKeys('mine').seal({ secret: 1 })
  expect(tokenKeys('mine').open(sealed)).toEqual({ secret: 1 })
  expect(() => tokenKeys('another').open(sealed)).toThrow()
})

const both = version === undefined ? test.skip : test

both('two gateways with one database share sessions (skipped without PostgreSQL)', async () => {
  // The provider says that it is for tests.
  for (const level of ['info', 'warn'] as const) jest.spyOn(console, level).mockReturnValue()
  const folder = createTempFolder()
  await writeStore(path.join(folder, 'store'), [remoteRelease('inbox')])
  const provider = await startTestProvider()
  provider.person('42', { email: 'ada@team.example', name: 'Ada' })
  const sites = await Promise.all(
    ['one', 'two'].map((name) =>
      startSite({
        folder,
        dataDir: path.join(folder, name),
        installation: 'shared',
        sessions: openIdSessions({ ...provider, store: postgresSessionStore(newPool()) }),
      }),
    ),
  )
  const [one, two] = sites
  provider.serve({ origin: one?.origin ?? '' })
  const browser = createBrowser(one?.origin ?? '')
  expect((await signInAtProvider(browser, provider)).status).toBe(200)
  const atTwo = () => fetch(`${two?.origin}/api/openid/session`, { headers: { cookie: browser.cookie() } })
  const found = await atTwo()
  const { csrf } = (await found.clone().json()) as { csrf: string }
  expect([found.status, await found.json()]).toEqual([200, expect.objectContaining({ name: 'Ada' })])
  expect((await browser.post('/api/openid/sign-out', {}, { 'x-atrium-csrf': csrf })).status).toBe(200)
  expect((await fetch(`${two?.origin}/api/openid/session`, { headers: { cookie: browser.cookie() } })).status).toBe(401)
  for (const each of [...sites, provider]) await each.close()
})
