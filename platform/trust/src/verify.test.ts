import { beforeAll, describe, expect, test } from '@jest/globals'
import type {
  Listing,
  ProvenEntry,
  Registry,
  RegistryHead,
  ReleaseRecord,
  SignedHead,
  SignedRelease,
} from '@atrium/protocol'
import {
  digestOf,
  listingsInOrder,
  registryTree,
  signRegistry,
  signValue,
  verifyEntry,
  verifyHead,
  verifyRelease,
  type Signer,
} from './index.ts'
import { createSigner } from './testing/keys.ts'

const now = Date.parse('2026-05-01T12:00:00.000Z')
const expires = new Date('2026-05-08T12:00:00.000Z')

let registryKey: Signer
let inboxTeam: Signer
let searchTeam: Signer
beforeAll(async () => {
  ;[registryKey, inboxTeam, searchTeam] = await Promise.all([createSigner(), createSigner(), createSigner()])
})

const recordOf = (change: Partial<ReleaseRecord> = {}): ReleaseRecord => ({
  schema: 1,
  name: 'inbox',
  version: 'aaaaaaaaaaaa',
  contract: 1,
  platform: 1,
  entry: 'js/entry.js',
  global: 'inbox_aaaaaaaaaaaa',
  exposes: { './page': ['js/page.js'] },
  files: { 'js/entry.js': `sha384-${'A'.repeat(64)}` },
  ...change,
})

const signed = async (record: ReleaseRecord, signer: Signer): Promise<SignedRelease> => ({
  record,
  signature: await signValue('release', record, signer),
})

async function listingOf(record: ReleaseRecord, keys: readonly Signer[]): Promise<Listing> {
  const { name, version } = record
  return {
    name,
    base: '/releases/',
    keys: keys.map(({ key }) => key),
    channels: { stable: version, previews: {} },
    releases: { [version]: await digestOf(record) },
  }
}

const unproven = (subject: string) => ({ code: 'RELEASE_UNPROVEN', subject })

describe('a release', () => {
  test('that is listed and signed by its team is accepted', async () => {
    const record = recordOf()
    const listing = await listingOf(record, [searchTeam, inboxTeam])
    expect(await verifyRelease(listing, await signed(record, inboxTeam))).toBe(record)
  })

  test('re-signed by the right team but with another record than the registry lists is refused', async () => {
    const listing = await listingOf(recordOf(), [inboxTeam])
    const other = await signed(recordOf({ entry: 'js/other.js' }), inboxTeam)
    await expect(verifyRelease(listing, other)).rejects.toMatchObject(unproven('inbox aaaaaaaaaaaa has another record'))
  })

  test('of a version that the registry does not list is refused, even one named after a property of objects', async () => {
    const listing = await listingOf(recordOf(), [inboxTeam])
    for (const version of ['bbbbbbbbbbbb', 'constructor']) {
      const other = await signed(recordOf({ version }), inboxTeam)
      await expect(verifyRelease(listing, other)).rejects.toMatchObject(unproven(`inbox ${version} is not listed`))
    }
  })

  test('of another remote is refused, though listed and signed by the same team', async () => {
    const record = recordOf({ name: 'search' })
    const listing = { ...(await listingOf(record, [inboxTeam])), name: 'inbox' }
    await expect(verifyRelease(listing, await signed(record, inboxTeam))).rejects.toMatchObject(
      unproven('inbox aaaaaaaaaaaa is a record of search'),
    )
  })

  test('signed by another team, or by the registry, is refused', async () => {
    const record = recordOf()
    const listing = await listingOf(record, [inboxTeam])
    for (const signer of [searchTeam, registryKey]) {
      await expect(verifyRelease(listing, await signed(record, signer))).rejects.toMatchObject(
        unproven('inbox aaaaaaaaaaaa is not signed by the team of inbox'),
      )
    }
  })

  test('with a signature that was made for the registry is refused', async () => {
    const record = recordOf()
    const listing = await listingOf(record, [inboxTeam])
    const signature = await signValue('registry', record, inboxTeam)
    await expect(verifyRelease(listing, { record, signature })).rejects.toMatchObject({ code: 'RELEASE_UNPROVEN' })
  })
})

describe('the head of a registry', () => {
  const headOf = (change: Partial<RegistryHead> = {}): RegistryHead => ({
    schema: 2,
    serial: 7,
    expires: expires.toISOString(),
    size: 0,
    root: 'A'.repeat(43),
    ...change,
  })
  const signHead = async (head: RegistryHead, ...signers: readonly Signer[]): Promise<SignedHead> => ({
    head,
    signatures: await Promise.all(signers.map((signer) => signValue('registry', head, signer))),
  })

  test('is accepted when one of several signatures is by one of several trusted keys', async () => {
    const head = headOf()
    const document = await signHead(head, searchTeam, registryKey)
    expect(await verifyHead(document, { keys: [inboxTeam.key, registryKey.key], now })).toBe(head)
  })

  test('is refused without a signature by a trusted key, naming both', async () => {
    const document = await signHead(headOf(), searchTeam, inboxTeam)
    const short = (signer: Signer) => signer.key.slice(0, 8)
    await expect(verifyHead(document, { keys: [registryKey.key], now })).rejects.toMatchObject({
      code: 'REGISTRY_UNSIGNED',
      subject: expect.stringMatching(
        RegExp(
          `^serial 7, signed by ${short(searchTeam)}, ${short(inboxTeam)}[,;] trusted (are|keys:) ${short(registryKey)}$`,
        ),
      ),
    })
    await expect(verifyHead(document, { keys: [], now })).rejects.toThrow(/none/)
  })

  test('is refused when it was changed after it was signed', async () => {
    const { signatures } = await signHead(headOf(), registryKey)
    const document = { head: headOf({ root: 'B'.repeat(43) }), signatures }
    await expect(verifyHead(document, { keys: [registryKey.key], now })).rejects.toMatchObject({
      code: 'REGISTRY_UNSIGNED',
    })
  })

  test('is refused with a signature that names a trusted key and was made by another', async () => {
    const head = headOf()
    const { value } = await signValue('registry', head, searchTeam)
    const document = { head, signatures: [{ key: registryKey.key, value }] }
    await expect(verifyHead(document, { keys: [registryKey.key], now })).rejects.toMatchObject({
      code: 'REGISTRY_UNSIGNED',
    })
  })

  test('is refused with a signature that was made for a release', async () => {
    const head = headOf()
    const document = { head, signatures: [await signValue('release', head, registryKey)] }
    await expect(verifyHead(document, { keys: [registryKey.key], now })).rejects.toMatchObject({
      code: 'REGISTRY_UNSIGNED',
    })
  })

  test('is accepted until the moment it expires', async () => {
    const document = await signHead(headOf(), registryKey)
    const keys = [registryKey.key]
    await expect(verifyHead(document, { keys, now: expires.getTime() - 1 })).resolves.toBe(document.head)
    await expect(verifyHead(document, { keys, now: expires.getTime() })).rejects.toMatchObject({
      code: 'REGISTRY_EXPIRED',
      subject: expect.stringContaining(expires.toISOString()),
    })
  })

  test('is refused when a newer one was seen, and accepted when the same was', async () => {
    const document = await signHead(headOf(), registryKey)
    const rules = { keys: [registryKey.key], now }
    for (const seen of [undefined, 0, 6, 7]) {
      await expect(verifyHead(document, { ...rules, ...(seen === undefined ? {} : { seen }) })).resolves.toBe(
        document.head,
      )
    }
    await expect(verifyHead(document, { ...rules, seen: 8 })).rejects.toMatchObject({
      code: 'REGISTRY_ROLLED_BACK',
      subject: expect.stringMatching(/serial 7.*8/),
    })
  })
})

describe('a signed registry', () => {
  let registry: Registry
  let releases: Readonly<Record<string, SignedRelease>>
  beforeAll(async () => {
    const records = {
      search: recordOf({ name: 'search' }),
      inbox: recordOf(),
      'inbox-two': recordOf({ name: 'inbox-two' }),
    }
    const teams = { search: searchTeam, inbox: inboxTeam, 'inbox-two': inboxTeam }
    const listings: Registry['listings'] = {}
    const all: Record<string, SignedRelease> = {}
    for (const name of ['search', 'inbox', 'inbox-two'] as const) {
      listings[name] = await listingOf(records[name], [teams[name]])
      all[name] = await signed(records[name], teams[name])
    }
    releases = all
    registry = await signRegistry({ listings, serial: 9, expires, signers: [registryKey, searchTeam] })
  })

  const entryOf = async (name: string): Promise<ProvenEntry> => {
    const ordered = listingsInOrder(registry.listings)
    const index = ordered.findIndex((listing) => listing.name === name)
    const tree = await registryTree(registry.listings)
    return {
      listing: ordered[index] as Listing,
      index,
      proof: [...tree.proof(index)],
      releases: [releases[name] as SignedRelease],
    }
  }

  test('says what it was signed for, and by whom', async () => {
    const { head, signatures } = registry.signed
    const { root } = await registryTree(registry.listings)
    expect(head).toEqual({ schema: 2, serial: 9, expires: expires.toISOString(), size: 3, root })
    expect(signatures.map(({ key }) => key)).toEqual([registryKey.key, searchTeam.key])
    for (const { key } of [registryKey, searchTeam])
      expect(await verifyHead(registry.signed, { keys: [key], now })).toBe(head)
  })

  test('has its listings in the order of their names', () => {
    expect(listingsInOrder(registry.listings).map(({ name }) => name)).toEqual(['inbox', 'inbox-two', 'search'])
  })

  test('proves each of its listings, with their releases in order', async () => {
    for (const name of ['inbox', 'inbox-two', 'search']) {
      expect(await verifyEntry(registry.signed.head, await entryOf(name))).toEqual([releases[name]?.record])
    }
  })

  test('proves no listing that was changed, moved or given the proof of another', async () => {
    const inbox = await entryOf('inbox')
    const search = await entryOf('search')
    const forged = [
      { ...inbox, listing: { ...inbox.listing, keys: [searchTeam.key] } },
      { ...inbox, index: 1 },
      { ...inbox, proof: search.proof },
      { ...inbox, proof: [] },
    ]
    for (const entry of forged) {
      await expect(verifyEntry(registry.signed.head, entry)).rejects.toMatchObject(
        unproven('inbox is not in the signed registry'),
      )
    }
  })

  test('proves no entry of which one release is not listed', async () => {
    const inbox = await entryOf('inbox')
    const other = await signed(recordOf({ version: 'bbbbbbbbbbbb' }), inboxTeam)
    await expect(
      verifyEntry(registry.signed.head, { ...inbox, releases: [...inbox.releases, other] }),
    ).rejects.toMatchObject({
      code: 'RELEASE_UNPROVEN',
    })
  })
})
