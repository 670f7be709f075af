export { merkleTree, rootFrom, type Inclusion, type MerkleTree } from './merkle.ts'
export {
  canonical,
  digestOf,
  fromBase64url,
  isSigned,
  signedBytes,
  signValue,
  toBase64url,
  type Purpose,
  type Signer,
} from './signing.ts'
export {
  listingsInOrder,
  registryTree,
  signRegistry,
  verifyEntry,
  verifyHead,
  verifyRelease,
  type HeadRules,
  type SignRegistryOptions,
} from './verify.ts'
