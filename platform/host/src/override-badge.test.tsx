import { expect, test } from '@jest/globals'
import { render, screen } from '@testing-library/react'
import { WorkspaceProvider } from '@atrium/remote/host'
import { OverrideBadge } from './override-badge.tsx'

const base = 'http://localhost:4255/dev/'
const show = (...overrides: { remote: string; base: string; refused?: string }[]) =>
  render(<OverrideBadge overrides={overrides} address="http://localhost:3000/search?q=tea&override=inbox" />, {
    wrapper: WorkspaceProvider,
  })

test('the badge says what is unsigned and where it is from, and drops it with one click', () => {
  show({ remote: 'inbox', base })
  expect(screen.getByRole('complementary', { name: 'Overrides' }).textContent).toContain(
    'inbox from localhost:4255, unsigned',
  )
  expect(screen.getByRole('link').getAttribute('href')).toBe('/search?q=tea&override=off')
})

test('the badge says why something is not overridden', () => {
  show({ remote: 'inbox', base, refused: 'nothing answers there' })
  expect(screen.getByText('inbox is not overridden: nothing answers there')).toBeTruthy()
})

test('without overrides there is no badge', () => {
  show()
  expect(screen.queryByRole('complementary')).toBeNull()
})

test('the badge says which preview is shown, or why none is, and drops both with one click', () => {
  const previews = [
    { remote: 'inbox', name: 'new-list' },
    { remote: 'search', name: 'old', refused: 'it is over' },
  ]
  const address = 'http://localhost:3000/search?q=tea'
  render(<OverrideBadge overrides={[{ remote: 'compose', base }]} previews={previews} address={address} />, {
    wrapper: WorkspaceProvider,
  })
  expect(screen.getByText('Preview of inbox: new-list')).toBeTruthy()
  expect(screen.getByText('No preview old of search: it is over')).toBeTruthy()
  expect(screen.getByRole('link').getAttribute('href')).toBe('/search?q=tea&override=off&preview=off')
})
