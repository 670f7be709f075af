import { beforeEach, expect, jest, test } from '@jest/globals'
import { render, screen } from '@testing-library/react'
import { Component, Suspense, type ReactNode } from 'react'
import { forgetFailures, lazyView } from './lazy-view.tsx'

class Boundary extends Component<{ readonly children: ReactNode }, { readonly failed: boolean }> {
  override state = { failed: false }
  static getDerivedStateFromError = () => ({ failed: true })
  override render = () => (this.state.failed ? <p>failed</p> : this.props.children)
}

const part = { default: () => <p>the part</p> }

const draw = (View: (props: object) => ReactNode) =>
  render(
    <Boundary>
      <Suspense fallback={<p>waiting</p>}>
        <View />
      </Suspense>
    </Boundary>,
  )

beforeEach(() => void jest.spyOn(console, 'error').mockImplementation(() => undefined))

test('a view is fetched when it is first drawn, and once', async () => {
  const load = jest.fn(() => Promise.resolve(part))
  const View = lazyView(load)
  expect(load).not.toHaveBeenCalled()
  draw(View)
  await screen.findByText('the part')
  draw(View)
  expect(screen.getAllByText('the part')).toHaveLength(2)
  expect(load).toHaveBeenCalledTimes(1)
})

test('a failure stays, without asking again, until it is forgotten', async () => {
  const load = jest.fn(() => Promise.resolve(part)).mockRejectedValueOnce(new Error('lost'))
  const View = lazyView(load)
  draw(View)
  await screen.findByText('failed')
  const again = draw(View)
  expect(again.getAllByText('failed')).toHaveLength(2)
  expect(load).toHaveBeenCalledTimes(1)
  forgetFailures()
  draw(View)
  await screen.findByText('the part')
  expect(load).toHaveBeenCalledTimes(2)
})

test('forgetting failures does not fetch again what has come', async () => {
  const load = jest.fn(() => Promise.resolve(part))
  const View = lazyView(load)
  draw(View)
  await screen.findByText('the part')
  forgetFailures()
  draw(View)
  expect(screen.getAllByText('the part')).toHaveLength(2)
  expect(load).toHaveBeenCalledTimes(1)
})
