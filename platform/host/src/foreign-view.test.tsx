import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import type { Mount } from '@atrium/remote'
import { render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { ForeignView, mountOf } from './remote-view.tsx'
import { RemoteBoundary } from './remote-view.tsx'

const calls: string[] = []
const mount: Mount<object> = (element, props) => {
  const show = (next: object): void => void (element.textContent = JSON.stringify(next))
  calls.push('mount')
  show(props)
  return { update: show, unmount: () => void calls.push(`unmount with ${element.isConnected}`) }
}

const throwing = (): never => {
  throw new Error('no canvas here')
}

beforeEach(() => void calls.splice(0))
afterEach(() => void jest.restoreAllMocks())

test('a module with mount and no component is such a view', () => {
  expect(mountOf({ mount })).toBe(mount)
  expect(mountOf({ mount, default: () => null })).toBeUndefined()
  for (const other of [undefined, null, {}, { mount: 'text' }]) expect(mountOf(other)).toBeUndefined()
})

describe('a view in another framework', () => {
  const View = (props: { readonly path: string }): ReactNode => (
    <ForeignView name="notes/page" mount={mount} props={props} />
  )

  test('is mounted once into an element of its own, follows its props, and is unmounted before that is removed', () => {
    const { container, rerender, unmount } = render(<View path="/" />)
    expect(container.textContent).toBe('{"path":"/"}')
    rerender(<View path="/m1" />)
    expect(container.textContent).toBe('{"path":"/m1"}')
    unmount()
    expect(calls).toEqual(['mount', 'unmount with true'])
  })

  test.each([
    ['throws', throwing, 'no canvas here'],
    ['returns nothing', () => undefined, 'mount returned no { unmount }'],
  ])('that %s fails like a component', (_, wrong, message) => {
    jest.spyOn(console, 'error').mockImplementation(() => undefined)
    const onError = jest.fn<(error: unknown) => void>()
    render(
      <RemoteBoundary onError={onError}>
        <ForeignView name="notes/page" mount={wrong as unknown as Mount<object>} props={{}} />
      </RemoteBoundary>,
    )
    expect(String(onError.mock.calls[0]?.[0])).toContain(message)
  })
})
