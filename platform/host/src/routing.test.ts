import { afterEach, describe, expect, jest, test } from '@jest/globals'
import { hrefOf, basePath } from '@atrium/remote'
import { setBasePath } from '@atrium/remote/host'
import { renderHook } from '@testing-library/react'
import { assert, constantFrom, oneof, property, string } from 'fast-check'
import { currentAddress, navigate, provideOwnPages, resolveAddress, useAddress } from './routing.ts'

const resolve = (address: string) => resolveAddress(address, 'inbox')

describe('an address of the workspace', () => {
  test('names a remote by its first segment and hands on the rest', () => {
    expect(resolve('/inbox/m1/t2?x=1')).toEqual({ remote: 'inbox', route: { path: '/m1/t2', query: { x: '1' } } })
  })

  test('without a segment opens the landing remote', () => {
    expect(resolve('/')).toEqual({ remote: 'inbox', route: { path: '/', query: {} } })
  })

  test('keeps a query with a slash and an escaped character apart from the path', () => {
    expect(resolve('/search?q=a%2Fb%20c').route).toEqual({ path: '/', query: { q: 'a/b c' } })
  })

  test.each(['//', '///', '//x', '/%', '/?'])('%s is an address like any other', (address) => {
    expect(() => resolve(address)).not.toThrow()
  })

  test.each(["/search?q=it's", '/search?q=a b', '/search?q=ä'])(
    '%s that is open stays, however the browser escapes it',
    (address) => {
      navigate(address)
      const { length } = history
      navigate(address)
      navigate(address)
      expect(history.length).toBe(length)
    },
  )

  test('is where the browser is after navigating, below the base', () => {
    navigate('/search?q=tea')
    expect(currentAddress()).toBe('/search?q=tea')
    expect(window.location.pathname).toBe('/search')
  })
})

describe('an address of a remote whose grants the page lacks', () => {
  const load = jest.fn<(url: URL, replace: boolean) => void>()
  const reload = jest.fn()
  afterEach(() => {
    provideOwnPages([], 'inbox')
    jest.clearAllMocks()
  })

  test('is opened by loading its page', () => {
    navigate('/inbox')
    provideOwnPages(['bookings'], 'inbox', { load, reload })
    navigate('/search')
    expect(currentAddress()).toBe('/search')
    navigate('/bookings/7', { replace: true })
    expect(currentAddress()).toBe('/search')
    expect(load.mock.calls.map(([{ pathname }, replace]) => [pathname, replace])).toEqual([['/bookings/7', true]])
  })

  test('is loaded when the user goes back to it', () => {
    const { result } = renderHook(() => useAddress())
    provideOwnPages(['bookings'], 'inbox', { load, reload })
    history.pushState(null, '', '/bookings')
    window.dispatchEvent(new PopStateEvent('popstate'))
    expect(reload).toHaveBeenCalledTimes(1)
    expect(result.current).not.toBe('/bookings/7')
  })
})

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

/** What a part of an address can be: any text but nothing, and the two that every path loses. */
const anyPart = anyText.map((text) => text.toWellFormed()).filter((part) => !/^\.{0,2}$/.test(part))

describe('whatever others have called a thing', () => {
  const bases = constantFrom('/', '/mail/', '/team/mail/')
  afterEach(() => setBasePath('/'))

  test('its address is the same after the browser has shown it', () => {
    assert(
      property(anyPart, anyPart, anyText, bases, (folder, thread, query, base) => {
        setBasePath(base)
        const search = new URLSearchParams({ q: query }).toString()
        navigate(`/inbox/${encodeURIComponent(folder)}/${encodeURIComponent(thread)}?${search}`)
        expect(window.location.pathname.startsWith(basePath())).toBe(true)
        const { remote, route } = resolve(currentAddress())
        expect(remote).toBe('inbox')
        expect(route.path.split('/').map(decodeURIComponent)).toEqual(['', folder, thread])
        expect(route.query['q']).toBe(query.toWellFormed())
      }),
    )
  })

  test('no link leads to another host, nor out of the base path', () => {
    assert(
      property(anyText, bases, (text, base) => {
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
