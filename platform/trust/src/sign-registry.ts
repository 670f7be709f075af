import type { Listing, Registry, RegistryHead } from '@atrium/protocol'
import { merkleTree, type MerkleTree } from './merkle.ts'
import { signValue, type Signer } from './signature.ts'

/** Listings in the order of the tree. */
export const listingsInOrder = (listings: Registry['listings']): Listing[] =>
  Object.values(listings).sort((a, b) => (a.name < b.name ? -1 : 1))

/** The tree over all listings. */
export const registryTree = (listings: Registry['listings']): Promise<MerkleTree> => merkleTree(listingsInOrder(listings))

export interface SignRegistryOptions {
  readonly listings: Registry['listings']
  readonly serial: number
  readonly expires: Date
  /** Two while keys are being changed. */
  readonly signers: readonly Signer[]
}

export async function signRegistry({ listings, serial, expires, signers }: SignRegistryOptions): Promise<Registry> {
  const { root, size } = await registryTree(listings)
  const head: RegistryHead = { schema: 2, serial, expires: expires.toISOString(), size, root }
  const signatures = await Promise.all(signers.map((signer) => signValue('registry', head, signer)))
  return { signed: { head, signatures }, listings }
}
