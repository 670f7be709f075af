import {
  AtriumError,
  type Listing,
  type ProvenEntry,
  type Registry,
  type RegistryHead,
  type ReleaseRecord,
  type SignedHead,
  type SignedRelease,
} from '@atrium/protocol'
import { merkleTree, rootFrom, type MerkleTree } from './merkle.ts'
import { digestOf, isSigned, signValue, type Signer } from './signing.ts'

/** Listings in the order of their names, which is the order of the leaves. */
export const listingsInOrder = (listings: Registry['listings']): Listing[] =>
  Object.values(listings).sort((a, b) => (a.name < b.name ? -1 : 1))

/** The Merkle tree over all listings of a registry. */
export const registryTree = (listings: Registry['listings']): Promise<MerkleTree> =>
  merkleTree(listingsInOrder(listings))

export interface SignRegistryOptions {
  readonly listings: Registry['listings']
  /** Higher than that of every registry signed before. */
  readonly serial: number
  readonly expires: Date
  /** Two while a key is being replaced. */
  readonly signers: readonly Signer[]
}

/** A registry document, signed with each of the keys. */
export async function signRegistry({ listings, serial, expires, signers }: SignRegistryOptions): Promise<Registry> {
  const { root, size } = await registryTree(listings)
  const head: RegistryHead = { schema: 2, serial, expires: expires.toISOString(), size, root }
  const signatures = await Promise.all(signers.map((signer) => signValue('registry', head, signer)))
  return { signed: { head, signatures }, listings }
}

export interface HeadRules {
  /** Public keys of the registry that this reader was given, base64url. */
  readonly keys: readonly string[]
  /** Milliseconds since 1970. */
  readonly now: number
  /** Highest serial this reader has seen. Default: 0. */
  readonly seen?: number
}

/** The first characters of keys, enough to identify them in a message. */
const shortKeys = (keys: readonly string[]): string => keys.map((key) => key.slice(0, 8)).join(', ') || 'none'

/**
 * Verifies that the head of a registry is signed by a trusted key, has not expired and is not older than one seen before.
 *
 * @throws AtriumError REGISTRY_UNSIGNED, REGISTRY_EXPIRED or REGISTRY_ROLLED_BACK.
 */
export async function verifyHead(
  { head, signatures }: SignedHead,
  { keys, now, seen = 0 }: HeadRules,
): Promise<RegistryHead> {
  if (!(await isSigned('registry', head, { keys, signatures }))) {
    throw new AtriumError('REGISTRY_UNSIGNED', {
      subject: `serial ${head.serial}, signed by ${shortKeys(signatures.map(({ key }) => key))}, trusted are ${shortKeys(keys)}`,
      remedy: 'Sign it with the key the host was built with, or build the host with this key.',
    })
  }
  if (Date.parse(head.expires) <= now) {
    throw new AtriumError('REGISTRY_EXPIRED', {
      subject: `serial ${head.serial} expired at ${head.expires}, the time here is ${new Date(now).toISOString()}`,
      remedy: 'Sign the registry again (`pnpm release refresh`), or correct the clock.',
    })
  }
  if (head.serial < seen) {
    throw new AtriumError('REGISTRY_ROLLED_BACK', {
      subject: `serial ${head.serial}, but ${seen} was seen before`,
      remedy: 'An old copy is being served: serve the newest registry.',
    })
  }
  return head
}

const unproven = (subject: string) =>
  new AtriumError('RELEASE_UNPROVEN', {
    subject,
    remedy: 'Release it again. If that does not help, its files were changed in the store.',
  })

/**
 * Verifies that the listing has exactly this record of the release, and that the remote's own team has signed it.
 *
 * @throws AtriumError RELEASE_UNPROVEN.
 */
export async function verifyRelease(listing: Listing, { record, signature }: SignedRelease): Promise<ReleaseRecord> {
  const which = `${listing.name} ${record.version}`
  if (record.name !== listing.name) throw unproven(`${which} is a record of ${record.name}`)
  if (!Object.hasOwn(listing.releases, record.version)) throw unproven(`${which} is not listed`)
  if (listing.releases[record.version] !== (await digestOf(record))) throw unproven(`${which} has another record`)
  if (!(await isSigned('release', record, { keys: listing.keys, signatures: [signature] }))) {
    throw unproven(`${which} is not signed by the team of ${listing.name}`)
  }
  return record
}

/**
 * Verifies that a listing is in the tree of a verified head, and all its releases.
 *
 * @returns The records, in the order of the releases.
 * @throws AtriumError RELEASE_UNPROVEN.
 */
export async function verifyEntry(
  { size, root }: RegistryHead,
  { listing, index, proof, releases }: ProvenEntry,
): Promise<ReleaseRecord[]> {
  if ((await rootFrom(listing, { index, size, proof })) !== root)
    throw unproven(`${listing.name} is not in the signed registry`)
  return Promise.all(releases.map((release) => verifyRelease(listing, release)))
}
