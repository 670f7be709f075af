import { afterEach, describe, expect, jest, test } from '@jest/globals'
import { renderHook } from '@testing-library/react'
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
