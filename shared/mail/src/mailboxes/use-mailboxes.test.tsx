import { describe, expect, test } from '@jest/globals'
import { act } from '@testing-library/react'
import { useMail } from '../mail-provider.tsx'
import { aMailbox, aMessage, messages } from '../testing/a-message.ts'
import { createFakeServer } from '../testing/fake-server.ts'
import { mailFor, renderWithMail, settle } from '../testing/render-mail.tsx'
import { useEmailList } from '../lists/use-email-list.ts'
import { useMailboxes } from './use-mailboxes.ts'

describe('the folders', () => {
  test('come in their order, found by role and id', async () => {
    const mailboxes = [
      aMailbox(null, { id: 'b', name: 'Beta', sortOrder: 9 }),
      aMailbox(null, { id: 'a', name: 'alpha', sortOrder: 9 }),
      aMailbox('inbox', { sortOrder: 1 }),
    ]
    const { current } = await renderWithMail(mailFor(createFakeServer({ mailboxes })), useMailboxes)
    expect(current().list.map((mailbox) => mailbox.id)).toEqual(['inbox', 'a', 'b'])
    expect(current().byRole('inbox')?.id).toBe('inbox')
    expect(current().byId('a')?.name).toBe('alpha')
  })

  test('count a conversation as unread while any of its messages is', async () => {
    const server = createFakeServer({
      emails: [aMessage({ number: 1, threadId: 't' }), aMessage({ number: 2, threadId: 't' })],
    })
    const mail = mailFor(server)
    const { current } = await renderWithMail(mail, () => ({
      boxes: useMailboxes(),
      list: useEmailList({ filter: { inMailbox: 'inbox' }, collapseThreads: true }),
    }))
    const inbox = () => current().boxes.byRole('inbox')
    act(() => void mail.actions.setKeyword(['e1'], '$seen', true))
    expect([inbox()?.unreadEmails, inbox()?.unreadThreads]).toEqual([1, 1])
    act(() => void mail.actions.setKeyword(['e2'], '$seen', true))
    expect([inbox()?.unreadEmails, inbox()?.unreadThreads]).toEqual([0, 0])
    await settle()
    expect([inbox()?.unreadEmails, inbox()?.unreadThreads]).toEqual([0, 0])
  })

  test('travel with the first list in one request', async () => {
    const server = createFakeServer({ emails: messages(3) })
    await renderWithMail(mailFor(server), () => [
      useMailboxes(),
      useEmailList({ filter: { inMailbox: 'inbox' }, collapseThreads: true }),
    ])
    expect(server.requests[0]).toEqual(['Mailbox/get', 'Email/query', 'Email/get', 'Thread/get', 'Email/get'])
  })

  test('give every id of a list, however long', async () => {
    const server = createFakeServer({ emails: messages(12_000) })
    const { current } = await renderWithMail(mailFor(server), useMail)
    const all = await current().allIds({ filter: { inMailbox: 'inbox' }, collapseThreads: false })
    expect(all.ok && new Set(all.value).size).toBe(12_000)
  })
})
