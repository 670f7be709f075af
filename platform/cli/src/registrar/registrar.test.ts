import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals'
import type { Channels } from '@atrium/protocol'
import type { Store } from '@atrium/store'
import { teamSigner } from '../keys.ts'
import { readRegistry } from '../release/registry.ts'
import { runRelease } from '../release/command.ts'
import { buildFixture, folderStore, historyOf, newKey, useFreshKeys, versionOf } from '../testing/release-builder.ts'
import { registrarServer } from './command.ts'
import { createRegistrar, readPolicy, takeWaiting, type Policy } from './registrar.ts'
import { makeSubmission, submit, type RequestedChange, type Outcome } from './submission.ts'

beforeAll(useFreshKeys)

const teams = { inbox: newKey(), search: newKey(), stranger: newKey() }

/** As on the machine of a team: the registry's key is not there. */
async function asTeam<Result>(team: keyof typeof teams, work: () => Promise<Result>): Promise<Result> {
  const { ATRIUM_REGISTRY_KEY: registryKey, ATRIUM_TEAM_KEY: before } = process.env
  delete process.env['ATRIUM_REGISTRY_KEY']
  process.env['ATRIUM_TEAM_KEY'] = teams[team]
  try {
    return await work()
  } finally {
    process.env['ATRIUM_REGISTRY_KEY'] = registryKey
    process.env['ATRIUM_TEAM_KEY'] = before
  }
}

const keyOf = (team: keyof typeof teams): Promise<string> => asTeam(team, async () => teamSigner(team).key)

let store: Store
let policy: Policy
let take: (text: string) => Promise<Outcome>
let said: string[]

beforeEach(async () => {
  store = folderStore()
  said = []
  policy = {
    who: { 'Team Inbox': [await keyOf('inbox')], 'Team Search': [await keyOf('search')] },
    rules: [
      { who: ['Team Inbox'], packages: ['inbox'], may: ['release', 'promote', 'rollback', 'disable', 'enable'] },
      { who: ['Team Search'], packages: ['search', 'search-*'], may: ['release', 'retire'] },
    ],
  }
  take = createRegistrar({ store, policy: () => policy, say: (line) => void said.push(line) })
})
afterEach(() => rmSync(store.location, { recursive: true, force: true }))

const release = (name: string): RequestedChange => ({ action: 'release', package: name, target: { channel: 'stable' } })
const submitted = (team: keyof typeof teams, change: RequestedChange, folder?: string): Promise<Outcome> =>
  asTeam(team, () => makeSubmission(change, folder)).then((submission) => take(JSON.stringify(submission)))
const channelsOf = async (name: string): Promise<Channels | undefined> =>
  (await readRegistry(store)).registry?.listings[name]?.channels

describe('a team without the registry’s key', () => {
  test('releases, and history names it and its key', async () => {
    const first = await submitted('inbox', release('inbox'), buildFixture())
    expect(first).toMatchObject({ status: 'done', by: `Team Inbox (key ${(await keyOf('inbox')).slice(0, 8)})` })
    await submitted('inbox', release('inbox'), buildFixture({ text: 'two' }))
    expect(await channelsOf('inbox')).toMatchObject({ stable: versionOf('two'), previous: versionOf('one') })
    const rolledBack = await submitted('inbox', { action: 'rollback', package: 'inbox', reason: 'it is slow' })
    expect(rolledBack.status).toBe('done')
    expect((await historyOf(store))[0]).toMatchObject({
      command: 'rollback',
      by: first.by,
      reason: 'it is slow',
      moves: [{ what: 'stable', to: versionOf('one') }],
    })
  })

  test('cannot release the remote of another team', async () => {
    await submitted('inbox', release('inbox'), buildFixture())
    expect(await submitted('search', release('inbox'), buildFixture({ text: 'theirs' }))).toMatchObject({
      status: 'refused',
      lines: ['Team Search may not release inbox'],
    })
    expect(await channelsOf('inbox')).toMatchObject({ stable: versionOf('one') })
    expect((await store.list(`inbox/${versionOf('theirs')}/`)).length).toBe(0)
  })

  test('cannot take over a remote even where the policy is too wide: its key is not one of the remote’s', async () => {
    await submitted('inbox', release('inbox'), buildFixture())
    policy.rules.push({ who: ['Team Search'], packages: ['*'], may: ['release'] })
    const outcome = await submitted('search', release('inbox'), buildFixture({ text: 'theirs' }))
    expect([outcome.status, outcome.lines[0]]).toEqual([
      'refused',
      expect.stringContaining('inbox is released with the key'),
    ])
  })

  test('cannot do what the policy does not say, and a stranger nothing', async () => {
    await submitted('inbox', release('inbox'), buildFixture())
    expect((await submitted('inbox', { action: 'retire', package: 'inbox', grace: 0 })).lines).toEqual([
      'Team Inbox may not retire inbox',
    ])
    expect((await submitted('stranger', release('inbox'), buildFixture({ text: 'two' }))).lines[0]).toMatch(
      /^the key .{8} is not in the policy$/,
    )
  })

  test('is refused what would break another remote', async () => {
    const requires = { 'search/box': { range: '^1.0.0' } }
    const provider = { name: 'search', exposes: ['./page', './box'], packageVersion: '1.0.0' }
    await submitted('search', release('search'), buildFixture(provider))
    await submitted('inbox', release('inbox'), buildFixture({ requires }))
    const outcome = await submitted('search', { action: 'retire', package: 'search', grace: 0 })
    expect([outcome.status, outcome.lines.join()]).toEqual(['refused', expect.stringContaining('needs search/box')])
  })
})

describe('a submission', () => {
  test('that was changed on its way is refused', async () => {
    const submission = await asTeam('inbox', () => makeSubmission(release('inbox'), buildFixture()))
    const tampered = { ...submission, request: { ...submission.request, package: 'search' } }
    await expect(take(JSON.stringify(tampered))).rejects.toThrow('signature')
    const stolen = { ...submission.contents, 'js/page.js': Buffer.from('stolen()').toString('base64') }
    await expect(take(JSON.stringify({ ...submission, contents: stolen }))).rejects.toThrow(
      'js/page.js is not the file that was signed',
    )
    const outside = { ...submission.contents, '../outside.js': '' }
    await expect(take(JSON.stringify({ ...submission, contents: outside }))).rejects.toThrow('outside.js')
    expect(await store.list('')).toEqual([])
  })

  test('takes effect once', async () => {
    await submitted('inbox', release('inbox'), buildFixture())
    await submitted('inbox', release('inbox'), buildFixture({ text: 'two' }))
    const submission = await asTeam('inbox', () => makeSubmission({ action: 'rollback', package: 'inbox' }))
    const first = await take(JSON.stringify(submission))
    await submitted('inbox', release('inbox'), buildFixture({ text: 'three' }))
    expect(await take(JSON.stringify(submission))).toEqual(first)
    expect(await channelsOf('inbox')).toMatchObject({ stable: versionOf('three') })
  })

  test('that was kept back for more than a day is refused', async () => {
    const submission = await asTeam('inbox', () => makeSubmission(release('inbox'), buildFixture()))
    const now = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 25 * 3_600_000)
    const outcome = await take(JSON.stringify(submission))
    now.mockRestore()
    expect([outcome.status, outcome.lines[0]]).toEqual(['refused', expect.stringContaining('more than a day ago')])
  })

  test('waits in a folder until the registrar takes it, and leaves what became of it there', async () => {
    const place = folderStore()
    const submission = await asTeam('inbox', () => makeSubmission(release('inbox'), buildFixture()))
    expect(await submit(place.location, submission)).toBeUndefined()
    await place.replace('submissions/broken.json', Buffer.from('{'), null)
    expect(await takeWaiting(place, take)).toBe(1)
    expect(await channelsOf('inbox')).toMatchObject({ stable: versionOf('one') })
    const files = (await place.list('')).map((file) => file.path)
    expect(files).toEqual([`outcomes/${submission.request.id}.json`, 'outcomes/broken.json'].sort())
  })

  test('goes to a registrar over HTTP by the command of a release, and a refusal ends it', async () => {
    const registryKey = process.env['ATRIUM_REGISTRY_KEY']
    // The registrar is another machine, which has the key.
    const server = registrarServer(async (text) => {
      process.env['ATRIUM_REGISTRY_KEY'] = registryKey
      return take(text).finally(() => delete process.env['ATRIUM_REGISTRY_KEY'])
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    try {
      await asTeam('inbox', () => runRelease(['--from', buildFixture(), '--submit', url]))
      expect(await channelsOf('inbox')).toMatchObject({ stable: versionOf('one') })
      await expect(
        asTeam('search', () => runRelease(['--from', buildFixture({ text: 'theirs' }), '--submit', url])),
      ).rejects.toThrow('Team Search may not release inbox')
      expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(400)
    } finally {
      server.close()
    }
  })
})

test('a policy that names an unknown team is refused', () => {
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'atrium-policy-')), 'policy.json')
  writeFileSync(file, JSON.stringify({ who: {}, rules: [{ who: ['Team X'], packages: ['inbox'], may: ['release'] }] }))
  expect(() => readPolicy(file)).toThrow('a rule names Team X')
})
