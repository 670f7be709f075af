import { expect, jest, test } from '@jest/globals'
import { WorkspaceProvider } from '@atrium/remote/host'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { RemoteMessage, type RemoteMessageProps } from './remote-message.tsx'

const drawn = (props: Partial<RemoteMessageProps>): HTMLElement => {
  render(
    <WorkspaceProvider>
      <RemoteMessage trouble="failed" name="Search" {...props} />
    </WorkspaceProvider>,
  )
  return screen.getByRole('alert')
}

test.each(['offline', 'disabled', 'failed', 'refused', 'incompatible'] as const)(
  'a page that is %s says what happened to which, and that mail is safe',
  (trouble) => {
    const text = drawn({ trouble }).textContent
    expect(text).toContain('Search')
    expect(text).toMatch(/safe|not affected|kept/)
  },
)

test.each(['page', 'rail', 'window'] as const)('a %s can be tried again and gives a reference', async (shape) => {
  const retry = jest.fn()
  expect(drawn({ shape, onRetry: retry, reference: 'R-7F3K2Q' }).textContent).toContain('R-7F3K2Q')
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(retry).toHaveBeenCalledTimes(1)
})

test('one that does not fit asks for a reload', () => {
  drawn({ trouble: 'incompatible', onRetry: () => {} })
  expect(screen.getByRole('button', { name: 'Reload the page' })).toBeTruthy()
})

test('one that cannot be tried again has no button', () => {
  drawn({ trouble: 'disabled' })
  expect(screen.queryByRole('button')).toBeNull()
})
