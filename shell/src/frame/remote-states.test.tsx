import { expect, jest, test } from '@jest/globals'
import type { FailureViewProps } from '@atrium/host'
import { WorkspaceProvider } from '@atrium/remote/host'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { RemoteMessage } from './remote-states.tsx'

const rendered = (props: Partial<FailureViewProps>): HTMLElement => {
  render(
    <WorkspaceProvider>
      <RemoteMessage kind="failed" remote="search" slot="page" onRetry={() => undefined} {...props} />
    </WorkspaceProvider>,
  )
  return screen.getByRole('alert')
}

test.each(['offline', 'unreachable', 'disabled', 'paused', 'excluded', 'failed', 'refused', 'incompatible'] as const)(
  'a page that is %s says what happened to which remote, and that mail is safe',
  (kind) => {
    const text = rendered({ kind }).textContent
    expect(text).toContain('Search')
    expect(text).toMatch(/safe|not affected|saved/)
  },
)

test.each(['page', 'rail', 'windows'])('in the slot %s it can be tried again and shows a reference', async (slot) => {
  const retry = jest.fn()
  expect(rendered({ slot, onRetry: retry, reference: 'R-7F3K2Q' }).textContent).toContain('R-7F3K2Q')
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(retry).toHaveBeenCalledTimes(1)
})

test('one that does not fit offers a reload', () => {
  rendered({ kind: 'incompatible' })
  expect(screen.getByRole('button', { name: 'Reload the page' })).toBeTruthy()
})
