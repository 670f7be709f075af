import { beforeEach, expect, jest, test } from '@jest/globals'
import { render, screen } from '@testing-library/react'
import { useEffect, type ReactNode } from 'react'
import { RemoteBoundary, UnmountBoundary } from './remote-view.tsx'

function Sore({ name }: { readonly name: string }) {
  useEffect(
    () => () => {
      throw new Error(`${name} does not want to go`)
    },
    [name],
  )
  return <p>{name}</p>
}

const onError = jest.fn()
const slot = (key: string, page: ReactNode) => (
  <UnmountBoundary onError={onError}>
    <RemoteBoundary key={key} onError={() => undefined}>
      {page}
    </RemoteBoundary>
  </UnmountBoundary>
)

beforeEach(() => {
  onError.mockClear()
  jest.spyOn(console, 'error').mockImplementation(() => undefined)
})

test('a page that throws while it unmounts does not take the next one with it', async () => {
  const { rerender } = render(slot('one', <Sore name="one" />))
  rerender(slot('two', <p>two</p>))
  await screen.findByText('two')
  expect(onError).toHaveBeenCalledWith(expect.objectContaining({ message: 'one does not want to go' }))
})

test('two that throw one after the other end, and do not loop', async () => {
  const { rerender } = render(slot('one', <Sore name="one" />))
  rerender(slot('two', <Sore name="two" />))
  await screen.findByText('two')
  rerender(slot('three', <p>three</p>))
  await screen.findByText('three')
  expect(onError.mock.calls.length).toBeLessThanOrEqual(3)
})

test('what fails at every render is left out', async () => {
  const failing = jest.fn(() => {
    throw new Error('never')
  })
  const Broken = (): ReactNode => failing()
  render(
    <UnmountBoundary onError={onError}>
      <Broken />
    </UnmountBoundary>,
  )
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(onError).toHaveBeenCalledTimes(4)
})
