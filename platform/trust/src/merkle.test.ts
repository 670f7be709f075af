import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { merkleTree, rootFrom, toBase64url } from './index.ts'

const values = (count: number): { n: number }[] => Array.from({ length: count }, (_, n) => ({ n }))

async function sha256(...parts: readonly Uint8Array[]): Promise<Uint8Array> {
  const bytes = Uint8Array.from(parts.flatMap((part) => [...part]))
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
}

describe('the tree over the registry', () => {
  test('has the hash of RFC 9162 for three leaves', async () => {
    const leaf = (text: string) => sha256(Uint8Array.of(0), new TextEncoder().encode(text))
    const [a, b, c] = [await leaf('{"n":0}'), await leaf('{"n":1}'), await leaf('{"n":2}')]
    const root = await sha256(Uint8Array.of(1), await sha256(Uint8Array.of(1), a, b), c)
    expect((await merkleTree(values(3))).root).toBe(toBase64url(root))
  })

  test('over nothing has the hash of nothing', async () => {
    expect((await merkleTree([])).root).toBe(toBase64url(await sha256()))
  })

  test('proves each of its leaves in every size, at no other place, and nothing else', async () => {
    for (let size = 1; size <= 17; size++) {
      const leaves = values(size)
      const tree = await merkleTree(leaves)
      for (const [index, leaf] of leaves.entries()) {
        const inclusion = { index, size, proof: tree.proof(index) }
        expect(await rootFrom(leaf, inclusion)).toBe(tree.root)
        expect(await rootFrom({ n: -1 }, inclusion)).not.toBe(tree.root)
        if (size > 1) expect(await rootFrom(leaf, { ...inclusion, index: (index + 1) % size })).not.toBe(tree.root)
        expect(await rootFrom(leaf, { ...inclusion, index: size })).toBeUndefined()
        expect(await rootFrom(leaf, { ...inclusion, index: -1 })).toBeUndefined()
      }
    }
  })

  test('accepts no proof that is longer or shorter than its tree size requires', async () => {
    const tree = await merkleTree(values(5))
    const proof = tree.proof(2)
    for (const wrong of [proof.slice(1), proof.slice(0, -1), [...proof, tree.root], []]) {
      expect(await rootFrom({ n: 2 }, { index: 2, size: 5, proof: wrong })).toBeUndefined()
    }
    expect(await rootFrom({ n: 2 }, { index: 2, size: 9, proof })).toBeUndefined()
  })

  test('does not prove a leaf with any hash of its proof changed', async () => {
    const sizes = fc.integer({ min: 2, max: 60 })
    const change = fc.tuple(sizes, fc.nat(), fc.nat(), fc.integer({ min: 1, max: 63 }))
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    await fc.assert(
      fc.asyncProperty(change, async ([size, leaf, level, by]) => {
        const tree = await merkleTree(values(size))
        const index = leaf % size
        const proof = [...tree.proof(index)]
        expect(await rootFrom({ n: index }, { index, size, proof })).toBe(tree.root)
        const at = level % proof.length
        const hash = proof[at] ?? ''
        proof[at] = alphabet.charAt((alphabet.indexOf(hash.charAt(0)) + by) % 64) + hash.slice(1)
        expect(await rootFrom({ n: index }, { index, size, proof })).not.toBe(tree.root)
      }),
      { numRuns: 50 },
    )
  })

  test('of four hundred has proofs of nine hashes at most', async () => {
    const tree = await merkleTree(values(400))
    expect(Math.max(...values(400).map(({ n }) => tree.proof(n).length))).toBe(9)
  })
})
