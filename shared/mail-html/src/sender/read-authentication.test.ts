import { describe, expect, test } from '@jest/globals'
import { readAuthentication } from './read-authentication.ts'

const ours = 'mx.atrium.test'

describe('what a server found out about a sender', () => {
  test.each([
    ['mx.atrium.test; dmarc=fail header.from=bank.example; spf=pass; dkim=none', { dmarc: 'fail', spf: 'pass', dkim: 'none' }],
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
    ['nobody', []],
  ])('is not believed from %s', (_, fields) => {
    expect(readAuthentication(fields, ours)).toEqual({})
  })

  test('is not believed where nobody said which server is ours', () => {
    expect(readAuthentication(['mx.atrium.test; dmarc=pass'])).toEqual({})
  })
})
