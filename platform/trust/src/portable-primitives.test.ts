import { describe, expect, test } from '@jest/globals'
import { portablePrimitives } from './portable-primitives.ts'
import { primitives } from './signing.ts'

const bytes = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))

// RFC 8032, section 7.1, test 2.
const key = bytes('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c')
const message = Uint8Array.of(0x72)
const signature = bytes(
  '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
)

describe.each([
  ['Web Crypto', primitives],
  ['the library', async () => portablePrimitives],
])('%s', (_, get) => {
  test('verifies the test vector of RFC 8032', async () => {
    expect(await (await get()).verify(key, signature, message)).toBe(true)
  })

  test('refuses another message, another key, another signature and nonsense', async () => {
    const { verify } = await get()
    const changed = signature.map((byte, index) => (index === 40 ? byte ^ 1 : byte))
    expect(await verify(key, signature, Uint8Array.of(0x73))).toBe(false)
    expect(await verify(key, changed, message)).toBe(false)
    expect(await verify(Uint8Array.from(key).reverse(), signature, message)).toBe(false)
    expect(await verify(key, new Uint8Array(64), message)).toBe(false)
  })

  test('hashes as SHA-256 does', async () => {
    const hash = await (await get()).sha256(new TextEncoder().encode('abc'))
    expect([...hash.slice(0, 4)]).toEqual([0xba, 0x78, 0x16, 0xbf])
  })
})
