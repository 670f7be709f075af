import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { cleanup, render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { useBackCloses } from './back-closes.ts'

const closed: string[] = []

function Layer({ name, open = true }: { readonly name: string; readonly open?: boolean }): ReactNode {
  useBackCloses(open, () => closed.push(name))
  return null
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

/** The browser's button, until the page knows. */
const goBack = async (): Promise<void> => {
  const arrived = new Promise((resolve) => window.addEventListener('popstate', resolve, { once: true }))
  history.back()
  await arrived
  await turn()
}

beforeEach(() => {
  closed.splice(0)
  window.matchMedia = jest.fn(() => ({ matches: true })) as unknown as typeof window.matchMedia
})
afterEach(async () => {
  cleanup()
  await turn()
  await turn()
})

test('Back closes what was opened last, and the address stays', async () => {
  history.pushState(null, '', '/inbox/one')
  render(
    <>
      <Layer name="drawer" />
      <Layer name="dialog" />
    </>,
  )
  await turn()
  await goBack()
  expect(closed).toEqual(['dialog'])
  await goBack()
  expect(closed).toEqual(['dialog', 'drawer'])
  expect(location.pathname).toBe('/inbox/one')
})

test('what is closed by other means leaves no entry behind', async () => {
  history.pushState(null, '', '/inbox/two')
  const { rerender } = render(<Layer name="menu" />)
  await turn()
  const arrived = new Promise((resolve) => window.addEventListener('popstate', resolve, { once: true }))
  rerender(<Layer name="menu" open={false} />)
  await arrived
  await turn()
  expect(history.state).toBeNull()
  expect(closed).toEqual([])
})

test('a dialog takes the entry of the menu that opened it', async () => {
  history.pushState(null, '', '/inbox/three')
  const { rerender } = render(<Layer key="menu" name="menu" />)
  await turn()
  const { length } = history
  rerender(<Layer key="dialog" name="dialog" />)
  await turn()
  expect(history.length).toBe(length)
  await goBack()
  expect(closed).toEqual(['dialog'])
  expect(history.state).toBeNull()
})

test('an entry whose layer was closed by going elsewhere is passed over', async () => {
  history.pushState(null, '', '/inbox/four')
  const { rerender } = render(<Layer name="drawer" />)
  await turn()
  history.pushState(null, '', '/settings')
  rerender(<Layer name="drawer" open={false} />)
  await turn()
  expect(location.pathname).toBe('/settings')
  await goBack()
  while (history.state !== null) await turn()
  expect(location.pathname).toBe('/inbox/four')
})

test('on a wide screen the history is left alone', async () => {
  window.matchMedia = jest.fn(() => ({ matches: false })) as unknown as typeof window.matchMedia
  const { length } = history
  render(<Layer name="dialog" />)
  await turn()
  expect(history.length).toBe(length)
})
