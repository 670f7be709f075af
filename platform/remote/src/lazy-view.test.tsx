import { beforeEach, expect, jest, test } from '@jest/globals'
import { render, screen } from '@testing-library/react'
import { Component, Suspense, type ReactNode } from 'react'
import { lazyView, resetFailedViews } from './lazy-view.tsx'

class Boundary extends Component<{ readonly children: ReactNode }, { readonly failed: boolean }> {
  override state = { failed: false }
  static getDerivedStateFromError = () => ({ failed: true })
  override render = () => (this.state.failed ? <p>failed</p> : this.props.children)
}

const part = { default: () => <p>the part</p> }

const renderView = (View: (props: object) => ReactNode) =>
  render(
    <Boundary>
      <Suspense fallback={<p>waiting</p>}>
        <View />
      </Suspense>
    </Boundary>,
  )

beforeEach(() => void jest.spyOn(console, 'error').mockImplementation(() => undefined))

test('the code of a view is loaded when it is first rendered, and once', async () => {
  const load = jest.fn(() => Promise.resolve(part))
  const View = lazyView(load)
  expect(load).not.toHaveBeenCalled()
  renderView(View)
  await screen.findByText('the part')
  renderView(View)
  expect(screen.getAllByText('the part')).toHaveLength(2)
  expect(load).toHaveBeenCalledTimes(1)
})

test('a failure stays, without another request, until failed views are reset', async () => {
  const load = jest.fn(() => Promise.resolve(part)).mockRejectedValueOnce(new Error('lost'))
  const View = lazyView(load)
  renderView(View)
  await screen.findByText('failed')
  const again = renderView(View)
  expect(again.getAllByText('failed')).toHaveLength(2)
  expect(load).toHaveBeenCalledTimes(1)
  resetFailedViews()
  renderView(View)
  await screen.findByText('the part')
  expect(load).toHaveBeenCalledTimes(2)
})

test('resetting failed views does not load again what was loaded', async () => {
  const load = jest.fn(() => Promise.resolve(part))
  const View = lazyView(load)
  renderView(View)
  await screen.findByText('the part')
  resetFailedViews()
  renderView(View)
  expect(screen.getAllByText('the part')).toHaveLength(2)
  expect(load).toHaveBeenCalledTimes(1)
})
