import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { WorkspaceProvider } from '@atrium/remote/host'
import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { Frame, type FrameProps } from './frame.tsx'
import type { NavigationItem } from './navigation.tsx'

const original = globalThis.matchMedia

function onScreen(width: 'narrow' | 'wide'): void {
  globalThis.matchMedia = (query) =>
    ({ ...original(query), matches: query.includes('max-width') && width === 'narrow' }) as MediaQueryList
}

afterEach(() => void (globalThis.matchMedia = original))

const open = jest.fn()
const compose = jest.fn()
const collapse = jest.fn()

beforeEach(() => {
  for (const each of [open, compose, collapse]) each.mockClear()
})

const buildItem = (item: Partial<NavigationItem>): NavigationItem => ({
  id: 'settings',
  label: 'Settings',
  icon: 'settings',
  current: false,
  href: '#settings',
  onOpen: open,
  ...item,
})

function framed(props: Partial<FrameProps> = {}): ReactNode {
  return (
    <WorkspaceProvider>
      <Frame
        address="/"
        home={{ href: '/atrium/', onOpen: open }}
        railCollapsed={false}
        onRailCollapsedChange={collapse}
        onCompose={compose}
        search={<input aria-label="Search mail" />}
        note={null}
        account={<button type="button">Ada</button>}
        folders={(collapsed) => <p>{collapsed ? 'signs' : 'names'}</p>}
        pages={[buildItem({})]}
        bar={[buildItem({ id: 'mail', label: 'Mail', current: true, count: 120 }), buildItem({})]}
        windows={null}
        toasts={null}
        {...props}
      >
        <h1>Inbox</h1>
      </Frame>
    </WorkspaceProvider>
  )
}

const menuButton = (): HTMLElement => screen.getByRole('button', { name: 'Open menu' })
const rail = (): HTMLElement => screen.getByLabelText('Folders and pages')

test('a link is a link: a plain click stays in the page, with a key held it does what links do', async () => {
  onScreen('wide')
  render(framed())
  const link = screen.getByRole('link', { name: 'Settings' })
  expect(link.getAttribute('href')).toBe('#settings')
  const user = userEvent.setup()
  await user.keyboard('{Control>}')
  await user.click(link)
  await user.keyboard('{/Control}')
  expect(open).not.toHaveBeenCalled()
  await user.click(link)
  expect(open).toHaveBeenCalledTimes(1)
})

test('the first stop of the keyboard leads past everything to the page', async () => {
  onScreen('wide')
  render(framed())
  await userEvent.tab()
  expect(document.activeElement?.textContent).toBe('Skip to content')
  await userEvent.keyboard('{Enter}')
  expect(document.activeElement).toBe(screen.getByRole('main'))
})

describe('on a wide screen', () => {
  beforeEach(() => onScreen('wide'))

  test('the rail is beside the page and can be collapsed', async () => {
    render(framed())
    expect(screen.getByText('names')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Collapse sidebar' }))
    expect(collapse).toHaveBeenCalledWith(true)
  })

  test('a collapsed rail passes that on to the folders, and keeps the names of its buttons', () => {
    render(framed({ railCollapsed: true }))
    expect(screen.getByText('signs')).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Compose' })).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Settings' })).toBeTruthy()
  })

  test('there is no bottom bar', () => {
    render(framed())
    expect(screen.queryByRole('navigation', { name: 'Pages' })).toBeNull()
  })
})

describe('on a narrow screen', () => {
  beforeEach(() => onScreen('narrow'))

  test('the rail is a drawer that takes the focus, and the page is out of reach behind it', async () => {
    render(framed({ railCollapsed: true }))
    expect(rail().hasAttribute('inert')).toBe(true)
    await userEvent.click(menuButton())
    expect(rail().hasAttribute('inert')).toBe(false)
    expect(screen.getByText('names')).toBeTruthy()
    expect(rail().contains(document.activeElement)).toBe(true)
    expect(screen.getByRole('main').hasAttribute('inert')).toBe(true)
  })

  test('Escape closes the drawer and the focus goes back to its button', async () => {
    render(framed())
    await userEvent.click(menuButton())
    await userEvent.keyboard('{Escape}')
    expect(rail().hasAttribute('inert')).toBe(true)
    expect(document.activeElement).toBe(menuButton())
  })

  test('the drawer closes when another place opens', async () => {
    const { rerender } = render(framed({ address: '/' }))
    await userEvent.click(menuButton())
    rerender(framed({ address: '/inbox/m2' }))
    expect(rail().hasAttribute('inert')).toBe(true)
  })

  test('the bottom bar leads to the pages and to the composer', async () => {
    render(framed())
    const bar = within(screen.getByRole('navigation', { name: 'Pages' }))
    const mail = bar.getByRole('link', { name: /Mail/ })
    expect(mail.getAttribute('aria-current')).toBe('page')
    expect(within(mail).getByRole('img', { name: '120 unread' }).textContent).toBe('99+')
    await userEvent.click(bar.getByRole('button', { name: 'Compose' }))
    expect(compose).toHaveBeenCalledTimes(1)
  })
})
