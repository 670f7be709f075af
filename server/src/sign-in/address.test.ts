import { describe, expect, test } from '@jest/globals'
import { canonicalAddress, isDomain, newAddress } from './accounts.ts'

const domain = 'atrium.test'

describe('addresses', () => {
  test.each([
    ['ada', 'ada@atrium.test'],
    ['  Ada ', 'ada@atrium.test'],
    ['ADA@Atrium.Test', 'ada@atrium.test'],
    ['a.b-c_d1', 'a.b-c_d1@atrium.test'],
  ])('%j becomes %s', (typed, address) => {
    expect(newAddress(typed, domain)).toBe(address)
  })

  test('composed and decomposed spellings are one address', () => {
    expect(canonicalAddress('jose\u0301@x.test', domain)).toBe(canonicalAddress('jos\u00e9@x.test', domain))
  })

  test.each([
    '',
    '.ada',
    'ada.',
    'a..b',
    'a b',
    'ada@',
    'ada@elsewhere.test',
    'josé',
    'a'.repeat(65),
    'a@b@atrium.test',
    'ada\n',
    '<ada>',
  ])('%j cannot be hosted', (typed) => {
    const spelled = typed === 'ada\n' ? 'a\nda' : typed
    expect(() => newAddress(spelled, domain)).toThrow('not an address this server can host')
  })

  test.each([
    ['atrium.test', true],
    ['localhost', true],
    ['-a.test', false],
    ['a..test', false],
    ['ä.test', false],
    [`${'a'.repeat(64)}.test`, false],
  ])('%s as a domain: %s', (text, good) => {
    expect(isDomain(text)).toBe(good)
  })
})
