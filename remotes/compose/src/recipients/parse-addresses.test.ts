import { describe, expect, test } from '@jest/globals'
import { formatAddress } from './parse-addresses.ts'
import { isAddress } from './parse-addresses.ts'
import { parseAddresses } from './parse-addresses.ts'

const ada = { name: 'Ada Byron', email: 'ada@example.org' }
const bob = { name: null, email: 'bob@example.org' }

describe('a typed or pasted list of addresses', () => {
  test.each([
    ['a bare address', 'bob@example.org', [bob]],
    ['a name and an address', 'Ada Byron <ada@example.org>', [ada]],
    ['a quoted name', '"Ada Byron" <ada@example.org>', [ada]],
    ['a comma inside a quoted name', '"Byron, Ada" <ada@example.org>', [{ ...ada, name: 'Byron, Ada' }]],
    ['a comma inside an unquoted name', 'Byron, Ada <ada@example.org>', [{ ...ada, name: 'Byron, Ada' }]],
    ['an escaped quote', String.raw`"Ada \"Lady\" Byron" <ada@example.org>`, [{ ...ada, name: 'Ada "Lady" Byron' }]],
    ['commas', 'Ada Byron <ada@example.org>, bob@example.org', [ada, bob]],
    ['semicolons', 'Ada Byron <ada@example.org>; bob@example.org;', [ada, bob]],
    ['lines', 'Ada Byron <ada@example.org>\r\nbob@example.org\n', [ada, bob]],
    ['spaces only', 'bob@example.org ada@example.org', [bob, { name: null, email: 'ada@example.org' }]],
    ['a group', 'Team: Ada Byron <ada@example.org>, bob@example.org;', [ada, bob]],
    ['a comment', 'ada@example.org (Ada Byron)', [ada]],
    ['a link', 'mailto:bob@example.org', [bob]],
    ['a name that repeats the address', 'bob@example.org <bob@example.org>', [bob]],
    ['an apostrophe', "Sinéad O'Connor <s@example.org>", [{ name: "Sinéad O'Connor", email: 's@example.org' }]],
    ['nothing', ' , ;\n', []],
    ['no address', 'Bob', [{ name: null, email: 'Bob' }]],
  ])('%s', (_, list, expected) => {
    expect(parseAddresses(list)).toEqual(expected)
  })

  test('a formatted address is read back as it was', () => {
    for (const address of [ada, bob, { name: 'Byron, "Ada"', email: 'ada@example.org' }]) {
      expect(parseAddresses(formatAddress(address))).toEqual([address])
    }
  })
})

describe('the form of an address', () => {
  test.each(['a@b.co', 'first.last+tag@mail.example.org', 'ünï@exämple.org', 'ada@localhost', "o'neil@example.org"])(
    '%s can be sent to',
    (email) => expect(isAddress(email)).toBe(true),
  )

  test.each([
    '',
    'ada',
    'ada@',
    '@example.org',
    'ada@example',
    'a b@example.org',
    'a..b@example.org',
    '.a@example.org',
    'ada@-example.org',
    'ada@example..org',
    `${'a'.repeat(65)}@example.org`,
    'ada@exam_ple.org',
    'a@b@c.org',
  ])('%s cannot', (email) => expect(isAddress(email)).toBe(false))
})
