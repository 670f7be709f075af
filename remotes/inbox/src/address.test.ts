import { describe, expect, test } from '@jest/globals'
import { addressOf, parseAddress, parseLocation } from './address.ts'

describe('an address', () => {
  test('without a folder is the inbox', () => {
    expect(parseAddress('/')).toEqual({ mailboxId: null, threadId: null })
  })

  test('names a folder and a conversation', () => {
    expect(parseAddress('/m1/t42')).toEqual({ mailboxId: 'm1', threadId: 't42' })
  })

  test('returns as it was written, whatever the ids contain', () => {
    expect(parseAddress(addressOf('a/b', 'c d').slice('/inbox'.length))).toEqual({ mailboxId: 'a/b', threadId: 'c d' })
  })

  test.each(['c#1', 'a b', '%', '%2F', '?', '//', 'שלום', '👩‍👩‍👧', '\u0000', '..a'])(
    'of %j returns as it was written',
    (id) => {
      const { pathname } = new URL(addressOf(id, id), 'https://mail.example')
      expect(parseLocation(pathname)).toEqual({ mailboxId: id, threadId: id })
    },
  )

  test('of half a letter, which no URL can carry, does not throw', () => {
    expect(addressOf('\ud83d')).toBe('/inbox/%EF%BF%BD')
  })

  test('with a broken escape opens the inbox and does not throw', () => {
    expect(parseAddress('/%E0%A4%A/t1')).toEqual({ mailboxId: null, threadId: null })
  })
})

describe('a location of the workspace', () => {
  test('at the root is the inbox', () => {
    expect(parseLocation('/')).toEqual({ mailboxId: null, threadId: null })
  })

  test('of another remote is none of ours', () => {
    expect(parseLocation('/settings/appearance')).toBeNull()
    expect(parseLocation('/inboxes')).toBeNull()
  })

  test('may carry a query', () => {
    expect(parseLocation('/inbox/m1?x=1')).toEqual({ mailboxId: 'm1', threadId: null })
  })
})
