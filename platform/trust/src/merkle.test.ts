import { describe, expect, test } from '@jest/globals'
import { toBase64url } from './base64url.ts'
import { utf8 } from './digest.ts'
import { merkleTree, rootFrom } from './merkle.ts'

const values = (count: number): { n: number }[] => Array.from({ length: count }, (_, n) => ({ n }))

async function sha256(...parts: readonly Uint8Array[]): Promise<Uint8Array> {
  const bytes = Uint8Array.from(parts.flatMap((part) => [...part]))
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
}

describe('the tree over the registry', () => {
  test('has the hash of RFC 9162 for three leaves', async () => {
    const leaf = (text: string) => sha256(Uint8Array.of(0), utf8(text))
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
      }
    }
  })

  test('of four hundred has proofs of nine hashes at most', async () => {
    const tree = await merkleTree(values(400))
    expect(Math.max(...values(400).map(({ n }) => tree.proof(n).length))).toBe(9)
  })
})
