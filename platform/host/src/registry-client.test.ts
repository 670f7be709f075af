import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { AtriumError, type PageRegistry, type RegistryEntry } from '@atrium/protocol'
import { buildRelease, buildEntry } from './testing/release-builder.ts'
import { createRegistryClient, registryTimeout, type RegistryVerifier } from './registry-client.ts'
import type { Trust } from './release-files.ts'

const response = (status: number, body: unknown) =>
  ({ ok: status < 400, status, json: () => Promise.resolve(body) }) as Response

const buildPage = (entries: readonly RegistryEntry[] = [], serial = 1): PageRegistry => ({
  signed: {
    head: { schema: 2, serial, expires: '2100-01-01T00:00:00.000Z', size: 1, root: 'A'.repeat(43) },
    signatures: [{ key: 'A'.repeat(43), value: 'A'.repeat(86) }],
  },
  entries: [],
  unsigned: [...entries],
  directory: [],
})

/** Believes what it is given; what the real one believes is in a test of its own. */
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
  readonly online?: () => boolean
}

const createClient = ({
  fetch = jest.fn<typeof globalThis.fetch>(),
  entries,
  trust = () => undefined,
  verifier = believing,
  online = () => true,
}: AClient) => createRegistryClient({ page: buildPage(entries), verifier, trust, fetch, online })

/** All timers of the requests run. */
async function expectFailure(finding: Promise<unknown>, code: string): Promise<void> {
  const failed = expect(finding).rejects.toMatchObject({ code })
  await jest.runAllTimersAsync()
  await failed
}

beforeEach(() => void jest.useFakeTimers())
afterEach(() => void jest.useRealTimers())

const calendar = buildEntry(buildRelease({ name: 'calendar' }))

describe('the registry in the page', () => {
  test('requests nothing that the page brought', async () => {
    const fetch = jest.fn<typeof globalThis.fetch>()
    const entry = buildEntry()
    expect(await createClient({ fetch, entries: [entry] }).find('inbox')).toBe(entry)
    expect(fetch).not.toHaveBeenCalled()
  })

  test('requests once what it did not bring', async () => {
    const fetch = jest.fn<typeof globalThis.fetch>().mockResolvedValue(response(200, buildPage([calendar])))
    const client = createClient({ fetch })
    await Promise.all([client.find('calendar'), client.find('calendar')])
    expect(fetch).toHaveBeenCalledTimes(1)
    expect(fetch).toHaveBeenCalledWith('/registry/calendar', expect.objectContaining({ cache: 'no-store' }))
  })

  test('trusts the files of an entry under the address of its release, and only then', async () => {
    const trust = jest.fn<Trust>()
    const files = { 'remoteEntry.js': `sha384-${'A'.repeat(64)}` }
    const entry = buildEntry(buildRelease({ name: 'calendar', files }))
    const client = createClient({ fetch: () => Promise.resolve(response(200, buildPage([entry]))), trust })
    expect(trust).not.toHaveBeenCalled()
    await client.find('calendar')
    expect(trust).toHaveBeenCalledWith('/releases/inbox/aaaaaaaaaaaa/', files)
  })

  test.each([
    ['an unknown remote', 404, null, 'REMOTE_UNKNOWN'],
    ['a response of the wrong shape', 200, { name: 'calendar' }, 'REGISTRY_INVALID'],
    ['the entry of another remote', 200, buildPage([buildEntry()]), 'REGISTRY_INVALID'],
    [
      'a field that could run code',
      200,
      { ...buildPage(), unsigned: [{ ...calendar, getPublicPath: 'return "/evil/"' }] },
      'REGISTRY_INVALID',
    ],
    ['a server that refuses', 403, null, 'REGISTRY_UNREACHABLE'],
  ])('refuses %s', async (_, status, body, code) => {
    const client = createClient({ fetch: () => Promise.resolve(response(status, body)) })
    await expectFailure(client.find('calendar'), code)
  })

  test('admits nothing of what the verifier refuses, and requests it from the server instead', async () => {
    const trust = jest.fn<Trust>()
    const fetch = jest.fn<typeof globalThis.fetch>().mockResolvedValue(response(200, buildPage([buildEntry()])))
    const refuse = () => Promise.reject(new AtriumError('REGISTRY_UNSIGNED', { subject: 'it', remedy: '' }))
    const client = createClient({ fetch, entries: [buildEntry()], trust, verifier: { ...believing, entry: refuse } })
    await expect(client.find('inbox')).rejects.toMatchObject({ code: 'REGISTRY_UNSIGNED' })
    expect([trust.mock.calls.length, fetch.mock.calls.length]).toEqual([0, 1])
  })

  test('requests again after a failure', async () => {
    const fetch = jest.fn<typeof globalThis.fetch>().mockResolvedValueOnce(response(404, null))
    fetch.mockResolvedValue(response(200, buildPage([calendar])))
    const client = createClient({ fetch })
    await expectFailure(client.find('calendar'), 'REMOTE_UNKNOWN')
    expect((await client.find('calendar')).name).toBe('calendar')
  })
})

describe('a request to the registry', () => {
  const works = response(200, buildPage([calendar]))
  const html = {
    ok: true,
    status: 200,
    json: () => Promise.reject(new SyntaxError('Unexpected token <')),
  } as unknown as Response
  const hang = () => new Promise<Response>(() => undefined)
  const reset = () => Promise.reject(new TypeError('network'))
  const faults: [string, () => Promise<Response>, string][] = [
    ['is reset', reset, 'REGISTRY_UNREACHABLE'],
    ['hangs', hang, 'REGISTRY_UNREACHABLE'],
    ['gets the status 503', async () => response(503, null), 'REGISTRY_UNREACHABLE'],
    ['gets the page of a proxy', async () => html, 'REGISTRY_INVALID'],
  ]

  test.each(faults)('that %s once is repeated, and the remote is found', async (_, fault) => {
    const fetch = jest.fn<typeof globalThis.fetch>().mockImplementationOnce(fault).mockResolvedValue(works)
    const found = createClient({ fetch }).find('calendar')
    await jest.runAllTimersAsync()
    expect([(await found).name, fetch.mock.calls.length]).toEqual(['calendar', 2])
  })

  test.each(faults)(
    'that %s every time fails after three attempts, and the next call starts over',
    async (_, fault, code) => {
      const fetch = jest.fn<typeof globalThis.fetch>(fault)
      const client = createClient({ fetch })
      await expectFailure(client.find('calendar'), code)
      expect(fetch).toHaveBeenCalledTimes(3)
      fetch.mockResolvedValue(works)
      expect((await client.find('calendar')).name).toBe('calendar')
    },
  )

  test('that hangs gives its connection back after the timeout', async () => {
    const fetch = jest.fn<typeof globalThis.fetch>(hang)
    void createClient({ fetch })
      .find('calendar')
      .catch(() => undefined)
    const signal = fetch.mock.calls[0]?.[1]?.signal
    await jest.advanceTimersByTimeAsync(registryTimeout - 1)
    expect(signal?.aborted).toBe(false)
    await jest.advanceTimersByTimeAsync(1)
    expect(signal?.aborted).toBe(true)
    await jest.runAllTimersAsync()
  })

  test('without a connection fails at once, as offline', async () => {
    const fetch = jest.fn<typeof globalThis.fetch>(reset)
    await expect(createClient({ fetch, online: () => false }).find('calendar')).rejects.toMatchObject({
      code: 'REMOTE_OFFLINE',
    })
    expect(fetch).toHaveBeenCalledTimes(1)
  })
})

describe('a newer registry', () => {
  const serial = (now: number) => response(200, buildPage([], now))
  const next = buildEntry(buildRelease({ version: 'bbbbbbbbbbbb' }))

  test('makes what the page has known outdated, and requests nothing before it is needed', async () => {
    const client = createClient({ fetch: () => Promise.resolve(serial(2)), entries: [buildEntry()] })
    expect(client.outdated()).toEqual([])
    await client.check()
    expect(client.outdated()).toEqual(['inbox'])
  })

  test('changes nothing until a remote is renewed; then its entry is requested once', async () => {
    const fetch = jest
      .fn<typeof globalThis.fetch>()
      .mockResolvedValueOnce(serial(2))
      .mockResolvedValue(response(200, buildPage([next], 2)))
    const client = createClient({ fetch, entries: [buildEntry()] })
    await client.check()
    expect((await client.find('inbox')).releases[0]?.version).toBe('aaaaaaaaaaaa')
    client.renew('inbox')
    const found = await Promise.all([client.find('inbox'), client.find('inbox')])
    expect(found.map(({ releases }) => releases[0]?.version)).toEqual(['bbbbbbbbbbbb', 'bbbbbbbbbbbb'])
    expect(fetch).toHaveBeenCalledTimes(2)
    expect(client.outdated()).toEqual([])
  })

  test('that cannot be fetched leaves in force what was known', async () => {
    const fetch = jest
      .fn<typeof globalThis.fetch>()
      .mockResolvedValueOnce(serial(2))
      .mockRejectedValue(new TypeError('network'))
    const client = createClient({ fetch, entries: [buildEntry()] })
    await client.check()
    client.renew('inbox')
    const found = client.find('inbox')
    await jest.runAllTimersAsync()
    expect((await found).releases[0]?.version).toBe('aaaaaaaaaaaa')
  })

  test('that lists a remote no more takes it away, though the page has known it', async () => {
    const fetch = jest
      .fn<typeof globalThis.fetch>()
      .mockResolvedValueOnce(serial(2))
      .mockResolvedValue(response(404, null))
    const client = createClient({ fetch, entries: [buildEntry()] })
    await client.check()
    client.renew('inbox')
    await expect(client.find('inbox')).rejects.toMatchObject({ code: 'REMOTE_UNKNOWN' })
  })

  test('says what the configuration of the gateway switches off', async () => {
    const headers = new Headers({ 'x-atrium-switched-off': 'compose,inbox' })
    const client = createClient({ fetch: async () => Object.assign(serial(1), { headers }), entries: [buildEntry()] })
    expect(client.switchedOff()).toEqual([])
    await client.check()
    expect(client.switchedOff()).toEqual(['compose', 'inbox'])
  })

  test('can be looked at without being put into force', async () => {
    const trust = jest.fn<Trust>()
    const client = createClient({
      fetch: async () => response(200, buildPage([next], 2)),
      entries: [buildEntry()],
      trust,
    })
    expect((await client.peek('inbox')).releases[0]?.version).toBe('bbbbbbbbbbbb')
    expect((await client.find('inbox')).releases[0]?.version).toBe('aaaaaaaaaaaa')
    expect(trust).toHaveBeenCalledTimes(1)
  })

  test('a response that cannot be used changes nothing', async () => {
    const client = createClient({ fetch: () => Promise.resolve(response(200, '<html>')), entries: [buildEntry()] })
    await client.check()
    expect(client.outdated()).toEqual([])
  })
})

test('a check hands over the flags of the user', async () => {
  const onFlags = jest.fn()
  const flags = { newList: { on: true, why: '20 %' } }
  const fetch = jest.fn<typeof globalThis.fetch>().mockResolvedValue(response(200, { ...buildPage(), flags }))
  await createRegistryClient({ page: buildPage(), verifier: believing, trust: () => undefined, fetch, onFlags }).check()
  expect(fetch).toHaveBeenCalledWith('/registry?flags', expect.anything())
  expect(onFlags).toHaveBeenCalledWith(flags)
})
