import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import type { Email } from '@atrium/mail-contracts'
import type { LoadRemote } from '@atrium/protocol'
import { cleanup, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState, type ReactNode } from 'react'
import { InboxPage } from '../inbox-page.tsx'
import { emailBuilder, partBuilder, settle } from '@atrium/mail/testing'
import { createTestPage, type TestPage } from '@atrium/mail-ui/testing'

const tea = (given: Partial<Email> = {}): Email =>
  emailBuilder({
    threadId: 't1',
    keywords: { $seen: true },
    receivedAt: '2026-11-20T09:00:00Z',
    from: [{ name: 'Alan Turing', email: 'alan@x.test' }],
    subject: 'Tea on Friday',
    ...given,
  })

const conversation = (): Email[] => [
  tea({ id: 'a', receivedAt: '2026-11-18T09:00:00Z' }),
  tea({
    id: 'b',
    receivedAt: '2026-11-19T09:00:00Z',
    from: [{ name: 'Grace Hopper', email: 'grace@x.test' }],
    to: [
      { name: 'Ada', email: 'ada@atrium.example' },
      { name: 'Alan Turing', email: 'alan@x.test' },
    ],
    subject: 'Re: Tea on Friday',
  }),
]
const other = tea({ id: 'z', threadId: 't2', subject: 'Another thing', receivedAt: '2026-11-10T09:00:00Z' })

// Renders a whole page, which takes a while on a busy machine.
jest.setTimeout(30_000)

let page: TestPage
let address = ''
const openComposer = jest.fn((_request: object) => 'window-1')

function Page({ start }: { readonly start: string }): ReactNode {
  const [path, setPath] = useState(start)
  address = path
  return (
    <InboxPage
      route={{ path, query: {} }}
      navigate={(to) => setPath(to.replace(/^\/inbox/, ''))}
      onTitle={() => undefined}
    />
  )
}

const load = (async () => ({ openComposer, useOpenComposers: () => 0 })) as unknown as LoadRemote

const open = async (emails: readonly Email[], path = '/inbox/t1'): Promise<void> => {
  page = createTestPage({ emails, load })
  await page.show(<Page start={path} />)
}

const click = async (element: HTMLElement): Promise<void> => {
  await userEvent.click(element)
  await settle()
}
const pane = () => within(screen.getByRole('article', { name: 'Conversation' }))
const tool = (name: string): HTMLElement =>
  within(screen.getByRole('toolbar', { name: 'Conversation actions' })).getByRole('button', { name })

beforeEach(() => void openComposer.mockClear())
afterEach(() => {
  cleanup()
  page.mail.close()
})

describe('a conversation', () => {
  test('has its subject once as a heading, the read message in one line and the last one open', async () => {
    await open(conversation())
    expect(pane().getByRole('heading', { level: 1 }).textContent).toBe('Tea on Friday')
    expect(pane().getByRole('button', { name: /^Alan Turing/, expanded: false })).toBeTruthy()
    expect(pane().getByRole('region', { name: /Message from .*Grace Hopper/ })).toBeTruthy()
  })

  test('unfolds a message', async () => {
    await open(conversation())
    await click(pane().getByRole('button', { name: /^Alan/, expanded: false }))
    expect(pane().getAllByRole('region', { name: /^Message from/ })).toHaveLength(2)
  })

  test('says who it goes to in a line, and everything behind it', async () => {
    await open(conversation())
    const line = pane().getByRole('button', { name: /to me ?, Alan/ })
    await click(line)
    expect(line.getAttribute('aria-expanded')).toBe('true')
    expect(pane().getByText('alan@x.test')).toBeTruthy()
  })

  test('goes on to the next one when it is archived, by button and by key', async () => {
    await open([...conversation(), other])
    await click(tool('Archive'))
    expect(page.toastTexts()).toEqual(['Conversation archived'])
    expect(address).toBe('/inbox/t2')
    await userEvent.keyboard('e')
    await settle()
    expect(address).toBe('/inbox')
  })

  test('marked as unread it closes, or it would be read again', async () => {
    await open(conversation())
    await click(tool('Mark as unread'))
    expect(address).toBe('/inbox')
    expect(page.server.store.emails.get('b')?.keywords['$seen']).toBeUndefined()
  })

  test('is answered in the editor of another remote', async () => {
    await open(conversation())
    await userEvent.keyboard('a')
    await settle()
    const [, below] = pane().getAllByRole('button', { name: 'Forward' })
    if (!below) throw new Error('no button below the message')
    await click(below)
    expect(openComposer.mock.calls).toEqual([
      [{ kind: 'reply-all', emailId: 'b' }],
      [{ kind: 'forward', emailId: 'b' }],
    ])
  })

  test('that was deleted elsewhere says so', async () => {
    await open([other], '/inbox/gone')
    expect(screen.getByText('This conversation no longer exists')).toBeTruthy()
  })

  test('shows what arrives while it is open', async () => {
    await open(conversation())
    page.server.store.put(tea({ id: 'c', keywords: {}, receivedAt: '2026-11-20T09:00:00Z' }))
    await page.push()
    expect(pane().getAllByRole('region', { name: /^Message from/ })).toHaveLength(2)
  })
})

describe('a stranger’s message', () => {
  test('whose name holds another address is told apart from its address', async () => {
    await open([tea({ from: [{ name: 'bank@bank.test', email: 'x@evil.test' }] })])
    expect(pane().getByText(/The name contains a different address. The message is from .*x@evil\.test/)).toBeTruthy()
  })

  test('has its files listed by a safe name, and downloaded by blob', async () => {
    const file = partBuilder({
      partId: null,
      blobId: 'b7',
      name: '../../etc/pass\u202Efdp.exe',
      type: 'application/pdf',
      size: 5000,
    })
    await open([tea({ attachments: [file], hasAttachment: true })])
    const link = pane().getByRole('link', { name: /Download .*, 5 kB/ })
    expect(link.getAttribute('download')).toBe('passfdp.exe')
    expect(link.getAttribute('href')).toContain('/jmap/download/acc/b7/')
  })

  test('that is long is shown whole on demand', async () => {
    const long = { 1: { value: 'the beginning', isEncodingProblem: false, isTruncated: true } }
    await open([tea({ bodyValues: long })])
    page.server.store.put(tea())
    await click(pane().getByRole('button', { name: 'Show entire message' }))
    expect(pane().queryByRole('button', { name: 'Show entire message' })).toBeNull()
  })
})
