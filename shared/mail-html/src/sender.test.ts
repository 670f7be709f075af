import { describe, expect, test } from '@jest/globals'
import { displayText, plainText, safeFileName } from './display-text.ts'
import { describeSender, readAuthentication } from './sender.ts'

const from = (name: string | null, email: string) => describeSender([{ name, email }])

describe('a sender', () => {
  test('with nothing odd has no warnings and is verified only by the domain', () => {
    expect(from('Ada Lovelace', 'ada@example.org')).toMatchObject({
      name: 'Ada Lovelace',
      address: 'ada@example.org',
      verified: false,
      warnings: [],
    })
    expect(describeSender([{ name: null, email: 'a@b.example' }], { dmarc: 'pass' }).verified).toBe(true)
  })

  test.each([
    ['support@bank.example', 'x@evil.example', 'name-is-another-address'],
    ['ｓｕｐｐｏｒｔ＠bank.example', 'x@evil.example', 'name-is-another-address'],
    ['Ada\u202eexe', 'ada@example.org', 'hidden-characters'],
    ['Ada', 'a\u200bda@example.org', 'hidden-characters'],
    ['Apple', 'id@аррӏе.com', 'look-alike-domain'],
    ['Nobody', 'nobody', 'address-invalid'],
    ['Nobody', '@example.org', 'address-invalid'],
  ])('called %j at %j is warned of as %s', (name, email, warning) => {
    expect(from(name, email).warnings).toContain(warning)
  })

  test('with a name that no one could read is described without reading all of it', () => {
    expect(from('a@'.repeat(4000), 'x@evil.example').name).toHaveLength(1000)
    expect(from('a'.repeat(100_000), 'x@evil.example').warnings).toEqual([])
    expect(from('a', `x@${'a'.repeat(100_000)}.example`).warnings).toContain('address-invalid')
    expect(
      describeSender(Array.from({ length: 5000 }, () => ({ name: null, email: 'a@b.example' }))).others,
    ).toHaveLength(99)
  })

  test('whose name holds the own address and another one is warned of', () => {
    expect(from('x@evil.example support@bank.example', 'x@evil.example').warnings).toContain('name-is-another-address')
  })

  test('whose name repeats the own address is no trick', () => {
    expect(from('Ada@Example.org', 'ada@example.org').warnings).toEqual([])
  })

  test('of several is said, with all of them', () => {
    const facts = describeSender(
      [
        { name: 'A', email: 'a@x.example' },
        { name: 'B', email: 'b@x.example' },
      ],
      { dmarc: 'pass' },
    )
    expect(facts.warnings).toEqual(['several-senders'])
    expect(facts.others).toEqual([{ name: 'B', address: 'b@x.example' }])
    expect(facts.verified).toBe(false)
  })

  test('that failed its authentication, or is missing, is said', () => {
    expect(describeSender([{ name: null, email: 'a@b.example' }], { dmarc: 'fail' }).warnings).toEqual([
      'authentication-failed',
    ])
    expect(describeSender(null).warnings).toEqual(['no-sender'])
  })

  test('with a domain that looks like another is shown in ASCII', () => {
    expect(from(null, 'id@аррӏе.com').address).toBe('id@xn--80ak6aa92e.com')
    expect(from(null, 'id@münchen.example').address).toBe('id@münchen.example')
  })
})

describe("a stranger's text", () => {
  test('is isolated and loses what hides', () => {
    expect(displayText('invoice\u202efdp.exe\u0000')).toBe('\u2068invoicefdp.exe\u2069')
    expect(displayText('\u200b \n')).toBe('')
  })

  test('keeps what languages and emoji need', () => {
    expect(plainText('می‌خواهم 👩‍👧')).toBe('می‌خواهم 👩‍👧')
  })
})

describe('a file name', () => {
  test.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\temp\\a.pdf', 'a.pdf'],
    ['invoice\u202efdp.exe', 'invoicefdp.exe'],
    ['a<b>|c?.txt', 'a_b__c_.txt'],
    ['.bashrc', 'bashrc'],
    ['CON.txt', '_CON.txt'],
    ['', 'attachment'],
    ['...', 'attachment'],
    [null, 'attachment'],
  ])('%j becomes %j', (given, expected) => {
    expect(safeFileName(given)).toBe(expected)
  })

  test('that is too long keeps its ending', () => {
    const name = safeFileName(`${'a'.repeat(300)}.pdf`)
    expect(name).toHaveLength(120)
    expect(name.endsWith('.pdf')).toBe(true)
  })
})

const ours = 'mx.atrium.test'

describe('what a server found out about a sender', () => {
  test.each([
    [
      'mx.atrium.test; dmarc=fail header.from=bank.example; spf=pass; dkim=none',
      { dmarc: 'fail', spf: 'pass', dkim: 'none' },
    ],
    [' MX.Atrium.Test 1 ; DMARC = pass (p=REJECT; dmarc=fail) header.from=a.example', { dmarc: 'pass' }],
    ['mx.atrium.test; dkim=fail; dkim=pass', { dkim: 'pass' }],
    ['mx.atrium.test; dkim=fail reason="x; dmarc=pass"', { dkim: 'fail' }],
    ['mx.atrium.test; none', {}],
  ])('is read from %s', (field, expected) => {
    expect(readAuthentication([field], ours)).toEqual(expected)
  })

  test.each([
    ['another server', ['mx.evil.example; dmarc=pass']],
    ['a name that begins as ours does', ['mx.atrium.test.evil.example; dmarc=pass']],
    ['an older field below a foreign one', ['mx.evil.example; dmarc=none', 'mx.atrium.test; dmarc=pass']],
    ['a name in a comment', ['(mx.atrium.test; dmarc=pass) mx.evil.example; dmarc=pass']],
    ['no one', []],
  ])('is not believed from %s', (_, fields) => {
    expect(readAuthentication(fields, ours)).toEqual({})
  })

  test('is not believed when no one has said which server is ours', () => {
    expect(readAuthentication(['mx.atrium.test; dmarc=pass'])).toEqual({})
  })
})
