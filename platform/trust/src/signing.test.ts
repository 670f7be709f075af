import { afterEach, describe, expect, jest, test } from '@jest/globals'
import * as fc from 'fast-check'
import { canonical, digestOf, fromBase64url, isSigned, signedBytes, signValue, toBase64url } from './index.ts'
import { createSigner } from './testing/keys.ts'

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

describe('the canonical form', () => {
  test('is the same whatever the order of the keys', () => {
    expect(canonical({ b: [1, { d: null, c: 'é"' }], a: true })).toBe('{"a":true,"b":[1,{"c":"é\\"","d":null}]}')
    expect(canonical({ a: undefined, B: 1, a1: 2 })).toBe('{"B":1,"a1":2}')
  })

  test('keeps the order of arrays', () => {
    expect(canonical([2, 1])).toBe('[2,1]')
  })

  test('orders keys that look like numbers as text, as RFC 8785 does', () => {
    expect(canonical({ 9: 'nine', 10: 'ten', '1-a': 'dash' })).toBe('{"1-a":"dash","10":"ten","9":"nine"}')
  })

  test('keeps a key named __proto__', () => {
    expect(canonical(JSON.parse('{"__proto__":{"b":1,"a":2}}'))).toBe('{"__proto__":{"a":2,"b":1}}')
  })

  const reversed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reversed)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, each]) => [key, reversed(each)]),
    )
  }

  test('of any JSON value is that value, and has one text', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const form = canonical(value)
        expect(JSON.parse(form)).toEqual(JSON.parse(JSON.stringify(value)))
        expect(canonical(reversed(value))).toBe(form)
        expect(canonical(JSON.parse(form))).toBe(form)
      }),
    )
  })
})

describe('base64url', () => {
  test('reads back any bytes, without padding or characters that an address would escape', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const encoded = toBase64url(bytes)
        expect(encoded).toMatch(/^[\w-]*$/)
        expect([...fromBase64url(encoded)]).toEqual([...bytes])
      }),
    )
  })

  test('refuses what is not base64url', () => {
    expect(() => fromBase64url('a')).toThrow()
    expect(() => fromBase64url('%%%%')).toThrow()
  })
})

test('Web Crypto is used where it has Ed25519', async () => {
  const digest = jest.spyOn(crypto.subtle, 'digest')
  await digestOf({ a: 1 })
  expect(digest).toHaveBeenCalledTimes(1)
})

test('a digest is the SHA-256 of the canonical form', async () => {
  expect(await digestOf({ a: 1 })).toBe('AVq9f1zFei3ZS3WQ8ErYCEJzkF7jPsXOvq5iJ2qX-GI')
})

describe('a signature', () => {
  test('is over the purpose and the canonical form', () => {
    expect(text(signedBytes('release', { b: 1, a: 2 }))).toBe('atrium release 1\n{"a":2,"b":1}')
    expect(text(signedBytes('registry', [1]))).toBe('atrium registry 1\n[1]')
  })

  test('for one purpose is none for the other', async () => {
    const signer = await createSigner()
    const signature = await signValue('release', { a: 1 }, signer)
    const by = { keys: [signer.key], signatures: [signature] }
    expect(signature.key).toBe(signer.key)
    expect(await isSigned('release', { a: 1 }, by)).toBe(true)
    expect(await isSigned('registry', { a: 1 }, by)).toBe(false)
    expect(await isSigned('release', { a: 2 }, by)).toBe(false)
  })

  test('counts only when its key is trusted, whatever precedes it', async () => {
    const [trusted, stranger] = await Promise.all([createSigner(), createSigner()])
    const [good, foreign] = await Promise.all([signValue('release', 1, trusted), signValue('release', 1, stranger)])
    const broken = { key: trusted.key, value: foreign.value }
    expect(await isSigned('release', 1, { keys: [trusted.key], signatures: [foreign] })).toBe(false)
    expect(await isSigned('release', 1, { keys: [trusted.key], signatures: [] })).toBe(false)
    expect(await isSigned('release', 1, { keys: [], signatures: [good] })).toBe(false)
    expect(await isSigned('release', 1, { keys: [trusted.key], signatures: [foreign, broken, good] })).toBe(true)
  })
})

describe('in a browser without Ed25519', () => {
  const original = Object.getOwnPropertyDescriptor(globalThis, 'crypto') as PropertyDescriptor
  afterEach(() => {
    Object.defineProperty(globalThis, 'crypto', original)
  })

  /** The package as a page that has just been opened evaluates it. */
  async function evaluatedWith(crypto: unknown): Promise<{ isSigned: typeof isSigned; digestOf: typeof digestOf }> {
    jest.resetModules()
    Object.defineProperty(globalThis, 'crypto', { configurable: true, value: crypto })
    return import('./index.ts')
  }

  const withoutEd25519 = { subtle: { importKey: () => Promise.reject(new Error('NotSupportedError')) } }

  test.each([
    ['an older browser', withoutEd25519],
    ['a page without TLS', {}],
    ['no Web Crypto at all', undefined],
  ])('signatures are verified by a library: %s', async (_, crypto) => {
    const signer = await createSigner()
    const signature = await signValue('release', { a: 1 }, signer)
    const old = await evaluatedWith(crypto)
    const by = { keys: [signer.key], signatures: [signature] }
    expect(await old.isSigned('release', { a: 1 }, by)).toBe(true)
    expect(await old.isSigned('release', { a: 2 }, by)).toBe(false)
    expect(await old.digestOf({ a: 1 })).toBe(await digestOf({ a: 1 }))
  })

  test('a library that could not be loaded is requested again', async () => {
    const failing = {
      get subtle(): unknown {
        throw new Error('network')
      },
    }
    const { digestOf: digest } = await evaluatedWith(failing)
    await expect(digest({ a: 1 })).rejects.toThrow('network')
    Object.defineProperty(globalThis, 'crypto', original)
    expect(await digest({ a: 1 })).toBe(await digestOf({ a: 1 }))
  })
})
