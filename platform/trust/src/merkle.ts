import { canonicalBytes, fromBase64url, primitives, toBase64url } from './signing.ts'

type Hash = Uint8Array

async function sha256(...parts: readonly Uint8Array[]): Promise<Hash> {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let end = 0
  for (const part of parts) {
    bytes.set(part, end)
    end += part.length
  }
  return (await primitives()).sha256(bytes)
}

// The first byte keeps a leaf from being taken for an inner node (RFC 9162, section 2.1.1).
const leafHash = (value: unknown): Promise<Hash> => sha256(Uint8Array.of(0), canonicalBytes(value))
const nodeHash = (left: Hash, right: Hash): Promise<Hash> => sha256(Uint8Array.of(1), left, right)

/** The largest power of two below a size of two or more. */
const split = (size: number): number => 2 ** Math.ceil(Math.log2(size) - 1)

/** A tree over values: its root, and a proof for each. */
export interface MerkleTree {
  /** base64url. */
  readonly root: string
  readonly size: number
  /** Hashes from the leaf upwards, base64url. */
  readonly proof: (index: number) => readonly string[]
}

interface Subtree {
  readonly hash: Hash
  readonly proofs: readonly (readonly Hash[])[]
}

async function build(leaves: readonly Hash[]): Promise<Subtree> {
  const [only] = leaves
  if (!only) return { hash: await sha256(), proofs: [] }
  if (leaves.length === 1) return { hash: only, proofs: [[]] }
  const cut = split(leaves.length)
  const [left, right] = await Promise.all([build(leaves.slice(0, cut)), build(leaves.slice(cut))])
  return {
    hash: await nodeHash(left.hash, right.hash),
    proofs: [
      ...left.proofs.map((proof) => [...proof, right.hash]),
      ...right.proofs.map((proof) => [...proof, left.hash]),
    ],
  }
}

/** Merkle tree of RFC 9162, section 2.1, over the canonical form of values. */
export async function merkleTree(values: readonly unknown[]): Promise<MerkleTree> {
  const { hash, proofs } = await build(await Promise.all(values.map(leafHash)))
  return {
    root: toBase64url(hash),
    size: values.length,
    proof: (index) => (proofs[index] ?? []).map(toBase64url),
  }
}

/** The position of a value in a tree, with the proof that it is there. */
export interface Inclusion {
  readonly index: number
  readonly size: number
  /** Hashes from the leaf upwards, base64url. */
  readonly proof: readonly string[]
}

/** The root of the tree that the proof places the value in; undefined when no tree of that size has such a proof. */
export async function rootFrom(value: unknown, { index, size, proof }: Inclusion): Promise<string | undefined> {
  if (index < 0 || index >= size) return undefined
  // Whether the node is the right one of its pair, from the leaf upwards.
  const sides: boolean[] = []
  for (let [at, of] = [index, size]; of > 1;) {
    const cut = split(of)
    const isRight = at >= cut
    sides.unshift(isRight)
    ;[at, of] = isRight ? [at - cut, of - cut] : [at, cut]
  }
  if (sides.length !== proof.length) return undefined
  let hash = await leafHash(value)
  for (const [level, other] of proof.entries()) {
    const sibling = fromBase64url(other)
    hash = sides[level] ? await nodeHash(sibling, hash) : await nodeHash(hash, sibling)
  }
  return toBase64url(hash)
}
