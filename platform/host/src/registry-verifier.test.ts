/** @jest-environment node */
import { beforeAll, describe, expect, test } from '@jest/globals'
import type { Listing, PageRegistry, ProvenEntry, SignedRelease } from '@atrium/protocol'
import {
  digestOf,
  registryTree,
  signRegistry,
  signValue,
  toBase64url,
  type Signer,
  type SignRegistryOptions,
} from '@atrium/trust'
import { buildRelease, buildEntry } from './testing/release-builder.ts'
import { safeStorage } from './browser-storage.ts'
import { createRegistryVerifier } from './registry-client.ts'

async function createTestSigner(): Promise<Signer> {
  const { publicKey, privateKey } = (await crypto.subtle.generateKey('Ed25519', true, ['sign'])) as CryptoKeyPair
  const key = toBase64url(new Uint8Array(await crypto.subtle.exportKey('raw', publicKey)))
  return { key, sign: async (bytes) => new Uint8Array(await crypto.subtle.sign('Ed25519', privateKey, bytes)) }
}

let registryKey: Signer
let stranger: Signer
let teams: Readonly<Record<'inbox' | 'search', Signer>>

beforeAll(async () => {
  registryKey = await createTestSigner()
  stranger = await createTestSigner()
  teams = { inbox: await createTestSigner(), search: await createTestSigner() }
})

const now = Date.parse('2026-06-01')

async function buildListing(
  name: 'inbox' | 'search',
  by: Signer = teams[name],
  stable = 'aaaaaaaaaaaa',
): Promise<[Listing, SignedRelease]> {
  const record = buildRelease({ name, version: 'aaaaaaaaaaaa' })
  const release = { record, signature: await signValue('release', record, by) }
  const releases = { [record.version]: await digestOf(record) }
  const channels = { stable, previews: {} }
  return [{ name, base: `/releases/${name}/`, keys: [teams[name].key], channels, releases }, release]
}

interface APage {
  readonly by?: Signer
  readonly stable?: string
  readonly sign?: Partial<SignRegistryOptions>
}

async function buildPage({ by, stable, sign = {} }: APage = {}): Promise<PageRegistry & { entries: [ProvenEntry] }> {
  const [[inbox, release], [search]] = [await buildListing('inbox', by, stable), await buildListing('search')]
  const listings = { inbox, search }
  const { signed } = await signRegistry({
    listings,
    serial: 7,
    expires: new Date(now + 1000),
    signers: [registryKey],
    ...sign,
  })
  const proof = [...(await registryTree(listings)).proof(0)]
  return { signed, entries: [{ listing: inbox, index: 0, proof, releases: [release] }], unsigned: [], directory: [] }
}

const createStorage = (values = new Map<string, string>()) => ({
  getItem: (key: string) => values.get(key) ?? null,
  setItem: (key: string, value: string) => void values.set(key, value),
})

function createVerifier({
  keys = [registryKey.key],
  at = now,
  unsigned = '',
  basePath = '/',
  storage = createStorage(),
  serverAt = undefined as number | undefined,
} = {}) {
  return createRegistryVerifier({
    keys,
    now: () => at,
    serverNow: () => serverAt,
    storage,
    basePath,
    isUnsigned: (base) => base === unsigned,
  })
}

const refusal = (code: string) => ({ code })

describe('a registry that is signed', () => {
  test('is believed, with the site’s own prefix', async () => {
    const page = await buildPage()
    expect(await createVerifier().entry(page, 'inbox')).toEqual(buildEntry(buildRelease({ name: 'inbox' })))
    expect(await createVerifier().serial(page)).toBe(7)
  })

  test('may be signed with the next key too, while keys are being changed', async () => {
    const next = await createTestSigner()
    const page = await buildPage({ sign: { signers: [registryKey, next] } })
    expect(await createVerifier({ keys: [next.key] }).serial(page)).toBe(7)
  })

  test.each([
    ['by a stranger', async () => buildPage({ sign: { signers: [stranger] } }), {}, 'REGISTRY_UNSIGNED'],
    ['by no key', async () => ({ ...(await buildPage()), signed: null }), {}, 'REGISTRY_UNSIGNED'],
    ['long ago', async () => buildPage(), { at: now + 1000 }, 'REGISTRY_EXPIRED'],
    ['by a team', async () => buildPage({ sign: { signers: [teams.inbox] } }), {}, 'REGISTRY_UNSIGNED'],
  ])('%s is not believed', async (_, page, options, code) => {
    await expect(createVerifier(options).serial(await page())).rejects.toMatchObject(refusal(code))
    await expect(createVerifier(options).entry(await page(), 'inbox')).rejects.toMatchObject(refusal(code))
  })

  test('is believed by a browser whose clock is 400 days ahead, once the gateway has said the time', async () => {
    const ahead = now + 400 * 24 * 3_600_000
    const page = await buildPage()
    await expect(createVerifier({ at: ahead }).serial(page)).rejects.toMatchObject(refusal('REGISTRY_EXPIRED'))
    expect(await createVerifier({ at: ahead, serverAt: now }).serial(page)).toBe(7)
    const late = createVerifier({ at: ahead, serverAt: now + 1000 })
    await expect(late.serial(page)).rejects.toMatchObject(refusal('REGISTRY_EXPIRED'))
  })

  test('is believed by a browser whose clock is 400 days behind', async () => {
    expect(await createVerifier({ at: now - 400 * 24 * 3_600_000 }).serial(await buildPage())).toBe(7)
  })

  test('is not believed when this browser has seen a newer one', async () => {
    const verifier = createVerifier()
    await verifier.serial(await buildPage({ sign: { serial: 8 } }))
    await expect(verifier.entry(await buildPage(), 'inbox')).rejects.toMatchObject(refusal('REGISTRY_ROLLED_BACK'))
    expect(await verifier.serial(await buildPage({ sign: { serial: 8 } }))).toBe(8)
  })

  test('of another installation at the same origin has serials of its own', async () => {
    const storage = createStorage()
    await createVerifier({ storage, basePath: '/staging/' }).serial(await buildPage({ sign: { serial: 90 } }))
    expect(await createVerifier({ storage, basePath: '/mail/' }).serial(await buildPage())).toBe(7)
  })

  test('is not believed with one bit of it changed', async () => {
    const page = await buildPage()
    const head = page.signed?.head
    if (!head) throw new Error('no head')
    for (const changed of [
      { serial: 9 },
      { size: 3 },
      { expires: '2100-01-01T00:00:00.000Z' },
      { root: 'A'.repeat(43) },
    ]) {
      const signed = { ...page.signed, head: { ...head, ...changed }, signatures: page.signed?.signatures ?? [] }
      await expect(createVerifier().serial({ ...page, signed })).rejects.toMatchObject(refusal('REGISTRY_UNSIGNED'))
    }
  })
})

describe('an entry', () => {
  const entryWith = async (change: (entry: ProvenEntry) => Partial<ProvenEntry>, by?: Signer) => {
    const page = await buildPage(by ? { by } : {})
    const [entry] = page.entries
    return createVerifier().entry({ ...page, entries: [{ ...entry, ...change(entry) }] }, 'inbox')
  }
  const recordWith = (entry: ProvenEntry, change: object): ProvenEntry['releases'] =>
    entry.releases.map(({ record, signature }) => ({ signature, record: { ...record, ...change } }))

  test.each<[string, (entry: ProvenEntry) => Partial<ProvenEntry>]>([
    ['whose files lie elsewhere', ({ listing }) => ({ listing: { ...listing, base: 'https://evil.example/' } })],
    ['with another team’s key', ({ listing }) => ({ listing: { ...listing, keys: [stranger.key] } })],
    ['with a proof of another place', () => ({ index: 1 })],
    ['with a proof that is too short', () => ({ proof: [] })],
    ['with a proof that is too long', ({ proof }) => ({ proof: [...proof, 'A'.repeat(43)] })],
    [
      'with another hash',
      (entry) => ({ releases: recordWith(entry, { files: { 'remoteEntry.js': `sha384-${'A'.repeat(64)}` } }) }),
    ],
    ['of a release that is not listed', (entry) => ({ releases: recordWith(entry, { version: 'bbbbbbbbbbbb' }) })],
    ['of another remote', (entry) => ({ releases: recordWith(entry, { name: 'search' }) })],
  ])('%s is refused', async (_, change) => {
    await expect(entryWith(change)).rejects.toMatchObject(refusal('RELEASE_UNPROVEN'))
  })

  test('signed by the team of another remote is refused', async () => {
    await expect(entryWith(() => ({}), teams.search)).rejects.toMatchObject(refusal('RELEASE_UNPROVEN'))
  })

  test('whose release is not the stable one is marked: a canary can end without a new registry', async () => {
    expect((await createVerifier().entry(await buildPage(), 'inbox')).onTrial).toBeUndefined()
    expect((await createVerifier().entry(await buildPage({ stable: 'bbbbbbbbbbbb' }), 'inbox')).onTrial).toBe(true)
  })

  test('may be switched off by the gateway, which needs no signature for that', async () => {
    expect(await entryWith(() => ({ disabled: 'maintenance' }))).toMatchObject({ disabled: 'maintenance' })
  })

  test('that is not signed is accepted from where the page itself allows it, and from nowhere else', async () => {
    const dev = { ...buildEntry(buildRelease()), base: 'http://localhost:4103/dev/' }
    const page = { ...(await buildPage()), entries: [], unsigned: [dev] }
    expect(await createVerifier({ unsigned: dev.base }).entry(page, 'inbox')).toBe(dev)
    await expect(createVerifier().entry(page, 'inbox')).rejects.toMatchObject(refusal('RELEASE_UNPROVEN'))
    await expect(createVerifier().entry(page, 'calendar')).rejects.toMatchObject(refusal('REGISTRY_INVALID'))
  })
})

describe('a browser whose storage is full or forbidden', () => {
  const refuse = (): never => {
    throw new DOMException('refused', 'QuotaExceededError')
  }
  const verifier = (storage: Pick<Storage, 'getItem' | 'setItem'>) =>
    createRegistryVerifier({
      keys: [registryKey.key],
      now: () => now,
      storage: safeStorage(() => storage),
      isUnsigned: () => false,
    })

  test.each([
    ['full', { getItem: () => null, setItem: refuse }],
    ['forbidden', { getItem: refuse, setItem: refuse }],
  ])('%s: remotes open, and an older registry is refused for as long as the page lives', async (_, storage) => {
    const one = verifier(storage)
    expect(await one.entry(await buildPage(), 'inbox')).toMatchObject({ name: 'inbox' })
    const older = await buildPage({ sign: { serial: 6 } })
    await expect(one.serial(older)).rejects.toMatchObject(refusal('REGISTRY_ROLLED_BACK'))
  })
})
