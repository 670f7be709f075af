import { describe, expect, jest, test } from '@jest/globals'
import { AtriumError, type PageRegistry, type RegistryEntry } from '@atrium/protocol'
import { aRelease, anEntry } from './a-release.ts'
import { createRegistryClient, type Trust } from './registry-client.ts'
import type { RegistryVerifier } from './registry-verifier.ts'

const answer = (status: number, body: unknown) =>
  ({ ok: status < 400, status, json: () => Promise.resolve(body) }) as Response

const aPage = (entries: readonly RegistryEntry[] = [], serial = 1): PageRegistry => ({
  signed: {
    head: { schema: 2, serial, expires: '2100-01-01T00:00:00.000Z', size: 1, root: 'A'.repeat(43) },
    signatures: [{ key: 'A'.repeat(43), value: 'A'.repeat(86) }],
  },
  entries: [],
  unsigned: [...entries],
  directory: [],
})

/** Believes what it is given; what the real one believes is told in its own test. */
const believing: RegistryVerifier = {
  serial: async ({ signed }) => signed?.head.serial ?? 0,
  async entry({ unsigned }, remote) {
    const entry = unsigned.find(({ name }) => name === remote)
    if (entry) return entry
    throw new AtriumError('REGISTRY_INVALID', { subject: remote, remedy: '' })
  },
}

interface AClient {
  readonly fetch?: typeof globalThis.fetch
  readonly entries?: readonly RegistryEntry[]
  readonly trust?: Trust
  readonly verifier?: RegistryVerifier
}

const aClient = ({ fetch = jest.fn<typeof globalThis.fetch>(), entries, trust = () => undefined, verifier = believing }: AClient) =>
  createRegistryClient({ page: aPage(entries), verifier, trust, fetch })

const calendar = anEntry(aRelease({ name: 'calendar' }))

describe('the registry in the page', () => {
  test('asks nobody for what the page brought', async () => {
    const fetch = jest.fn<typeof globalThis.fetch>()
    const entry = anEntry()
    expect(await aClient({ fetch, entries: [entry] }).find('inbox')).toBe(entry)
    expect(fetch).not.toHaveBeenCalled()
  })

  test('asks once for what it did not bring', async () => {
    const fetch = jest.fn<typeof globalThis.fetch>().mockResolvedValue(answer(200, aPage([calendar])))
    const client = aClient({ fetch })
    await Promise.all([client.find('calendar'), client.find('calendar')])
    expect(fetch).toHaveBeenCalledTimes(1)
    expect(fetch).toHaveBeenCalledWith('/registry/calendar', { cache: 'no-store' })
  })

  test('trusts the files of an entry under the address of its release, and only then', async () => {
    const trust = jest.fn<Trust>()
    const files = { 'remoteEntry.js': `sha384-${'A'.repeat(64)}` }
    const entry = anEntry(aRelease({ name: 'calendar', files }))
    const client = aClient({ fetch: () => Promise.resolve(answer(200, aPage([entry]))), trust })
    expect(trust).not.toHaveBeenCalled()
    await client.find('calendar')
    expect(trust).toHaveBeenCalledWith('/releases/inbox/aaaaaaaaaaaa/', files)
  })

  test.each([
    ['an unknown remote', 404, null, 'REMOTE_UNKNOWN'],
    ['an answer of the wrong shape', 200, { name: 'calendar' }, 'REGISTRY_INVALID'],
    ['the entry of another remote', 200, aPage([anEntry()]), 'REGISTRY_INVALID'],
    ['a field that could run code', 200, { ...aPage(), unsigned: [{ ...calendar, getPublicPath: 'return "/evil/"' }] }, 'REGISTRY_INVALID'],
    ['a broken server', 500, null, 'REGISTRY_INVALID'],
  ])('refuses %s', async (_, status, body, code) => {
    const client = aClient({ fetch: () => Promise.resolve(answer(status, body)) })
    await expect(client.find('calendar')).rejects.toMatchObject({ code })
  })

  test('admits nothing of what the verifier refuses, and asks the server instead', async () => {
    const trust = jest.fn<Trust>()
    const fetch = jest.fn<typeof globalThis.fetch>().mockResolvedValue(answer(200, aPage([anEntry()])))
    const refuse = () => Promise.reject(new AtriumError('REGISTRY_UNSIGNED', { subject: 'it', remedy: '' }))
    const client = aClient({ fetch, entries: [anEntry()], trust, verifier: { ...believing, entry: refuse } })
    await expect(client.find('inbox')).rejects.toMatchObject({ code: 'REGISTRY_UNSIGNED' })
    expect([trust.mock.calls.length, fetch.mock.calls.length]).toEqual([0, 1])
  })

  test('asks again after a failure', async () => {
    const fetch = jest.fn<typeof globalThis.fetch>().mockRejectedValueOnce(new TypeError('network'))
    fetch.mockResolvedValue(answer(200, aPage([calendar])))
    const client = aClient({ fetch })
    await expect(client.find('calendar')).rejects.toMatchObject({ code: 'REMOTE_OFFLINE' })
    expect((await client.find('calendar')).name).toBe('calendar')
  })
})

describe('a newer registry', () => {
  const serial = (now: number) => answer(200, aPage([], now))
  const next = anEntry(aRelease({ version: 'bbbbbbbbbbbb' }))

  test('makes what the page has known outdated, and nothing before it is asked for', async () => {
    const client = aClient({ fetch: () => Promise.resolve(serial(2)), entries: [anEntry()] })
    expect(client.outdated()).toEqual([])
    await client.check()
    expect(client.outdated()).toEqual(['inbox'])
  })

  test('changes nothing until a remote is renewed; then its entry is asked for once', async () => {
    const fetch = jest.fn<typeof globalThis.fetch>().mockResolvedValueOnce(serial(2)).mockResolvedValue(answer(200, aPage([next], 2)))
    const client = aClient({ fetch, entries: [anEntry()] })
    await client.check()
    expect((await client.find('inbox')).releases[0]?.version).toBe('aaaaaaaaaaaa')
    client.renew('inbox')
    const found = await Promise.all([client.find('inbox'), client.find('inbox')])
    expect(found.map(({ releases }) => releases[0]?.version)).toEqual(['bbbbbbbbbbbb', 'bbbbbbbbbbbb'])
    expect(fetch).toHaveBeenCalledTimes(2)
    expect(client.outdated()).toEqual([])
  })

  test('that cannot be fetched leaves in force what was known', async () => {
    const fetch = jest.fn<typeof globalThis.fetch>().mockResolvedValueOnce(serial(2)).mockRejectedValue(new TypeError('network'))
    const client = aClient({ fetch, entries: [anEntry()] })
    await client.check()
    client.renew('inbox')
    expect((await client.find('inbox')).releases[0]?.version).toBe('aaaaaaaaaaaa')
  })

  test('an answer that cannot be used is no news', async () => {
    const client = aClient({ fetch: () => Promise.resolve(answer(200, '<html>')), entries: [anEntry()] })
    await client.check()
    expect(client.outdated()).toEqual([])
  })
})
