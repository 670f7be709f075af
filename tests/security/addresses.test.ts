/** @jest-environment jsdom */
import { describe, expect, test } from '@jest/globals'
import { expandTemplate } from '@atrium/jmap'
import { hrefOf, setBasePath } from '../../platform/remote/src/host-connection.ts'
import { currentAddress, navigate, resolveAddress } from '../../platform/host/src/routing.ts'
import { addressOf, parseAddress, parseLocation } from '../../remotes/inbox/src/address.ts'
import { searchAddress } from '../../shell/src/composition.ts'
import { blobUrl } from '../../shared/mail/src/blobs.ts'
import { assert, constantFrom, oneof, property, string } from 'fast-check'

/** Names that others have chosen, as a name of a folder, a file or a search. */
const awkward = [
  'c#1',
  'a b',
  ' ',
  '%',
  '%zz',
  '%2F',
  '?',
  'a?b=c&d',
  '/',
  'a/b',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '..',
  '../..',
  '.',
  './/evil.example',
  'it’s "so" <b>',
  '👩‍👩‍👧 family',
  'שלום',
  '\u202egnp.exe',
  '\u0000',
  '\ud83d',
  'javascript:alert(1)',
  '__proto__',
  'a;b=c',
  'x+y',
]

/** Any text at all, halves of letters included. */
const anyText = oneof(constantFrom(...awkward), string({ unit: 'binary' }), string({ unit: 'grapheme' }))

/** What a mail server may call a folder or a conversation: any text but the two that every path loses. RFC 8620 §1.2 allows less. */
const anyId = anyText.map((text) => text.toWellFormed()).filter((id) => id !== '' && id !== '.' && id !== '..')

const basePaths = ['/', '/mail/', '/team/mail/']

describe('an address of the workspace', () => {
  test('of a folder and a conversation is the same after the browser has shown it, below every base path', () => {
    assert(
      property(anyId, anyId, constantFrom(...basePaths), (mailboxId, threadId, base) => {
        setBasePath(base)
        const address = addressOf(mailboxId, threadId)
        navigate(address)
        expect(window.location.pathname.startsWith(base)).toBe(true)
        expect(parseLocation(currentAddress())).toEqual({ mailboxId, threadId })
        const { remote, route } = resolveAddress(currentAddress(), 'search')
        expect([remote, parseAddress(route.path)]).toEqual(['inbox', { mailboxId, threadId }])
      }),
    )
  })

  test('of a search is the same after the browser has shown it', () => {
    assert(
      property(anyText, constantFrom(...basePaths), (query, base) => {
        setBasePath(base)
        if (query.trim() === '') return
        navigate(searchAddress(query))
        const { remote, route } = resolveAddress(currentAddress(), 'inbox')
        expect([remote, route.query['q'] ?? '']).toEqual(['search', query.trim().toWellFormed()])
      }),
    )
  })

  test('never leads to another host, nor out of the base path', () => {
    assert(
      property(anyText, constantFrom(...basePaths), (text, base) => {
        setBasePath(base)
        for (const address of [text, `/${text}`, `//${text}`, `/inbox/${text}`]) {
          const url = new URL(hrefOf(address), 'https://mail.example/inbox/a')
          expect(url.origin).toBe('https://mail.example')
          expect(url.pathname.startsWith(base)).toBe(true)
        }
      }),
    )
  })
})

describe('the address of a file of a mail', () => {
  const session = { downloadUrl: 'https://mail.example/jmap/download/{accountId}/{blobId}/{name}?type={type}' }

  test('has the name in one segment of its own, whatever the file is called', () => {
    assert(
      property(anyText, anyText, (name, type) => {
        const url = new URL(blobUrl(session as Parameters<typeof blobUrl>[0], 'a1', { blobId: 'B1', name, type }))
        expect(url.origin).toBe('https://mail.example')
        const segments = url.pathname.split('/')
        expect(segments.slice(0, -1)).toEqual(['', 'jmap', 'download', 'a1', 'B1'])
        expect(segments.at(-1)).not.toBe('')
        if (!/^\.{0,2}$/.test(name)) expect(decodeURIComponent(segments.at(-1) ?? '')).toBe(name.toWellFormed())
        expect(url.searchParams.get('type')).toBe(type.toWellFormed())
        expect(url.hash).toBe('')
      }),
    )
  })

  test('is filled from a template without an error, whatever is filled in', () => {
    assert(
      property(anyText, (text) => {
        expect(decodeURIComponent(expandTemplate('{name}', { name: text }))).toBe(text.toWellFormed())
      }),
    )
  })
})
