import { describe, expect, test } from '@jest/globals'
import { act } from '@testing-library/react'
import { useMail } from './mail.tsx'
import { mailboxBuilder, emailBuilder, emailsBuilder } from './testing/builders.ts'
import { createFakeServer } from './testing/fake-server.ts'
import { mailFor, renderHookWithMail, settle } from './testing/render-with-mail.tsx'
import { useEmailList } from './email-list.ts'
import { useMailboxes } from './mailboxes.ts'

describe('the folders', () => {
  test('come in their order, found by role and id', async () => {
    const mailboxes = [
      mailboxBuilder({ role: null, id: 'b', name: 'Beta', sortOrder: 9 }),
      mailboxBuilder({ role: null, id: 'a', name: 'alpha', sortOrder: 9 }),
      mailboxBuilder({ role: 'inbox', sortOrder: 1 }),
    ]
    const { current } = await renderHookWithMail(mailFor(createFakeServer({ mailboxes })), useMailboxes)
    expect(current().list.map((mailbox) => mailbox.id)).toEqual(['inbox', 'a', 'b'])
    expect(current().byRole('inbox')?.id).toBe('inbox')
    expect(current().byId('a')?.name).toBe('alpha')
  })

  test('count a conversation as unread while any of its messages is', async () => {
    const server = createFakeServer({
      emails: [emailBuilder({ number: 1, threadId: 't' }), emailBuilder({ number: 2, threadId: 't' })],
    })
    const mail = mailFor(server)
    const { current } = await renderHookWithMail(mail, () => ({
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
    const server = createFakeServer({ emails: emailsBuilder(3) })
    await renderHookWithMail(mailFor(server), () => [
      useMailboxes(),
      useEmailList({ filter: { inMailbox: 'inbox' }, collapseThreads: true }),
    ])
    expect(server.requests[0]).toEqual(['Mailbox/get', 'Email/query', 'Email/get', 'Thread/get', 'Email/get'])
  })

  test('give every id of a list, however long', async () => {
    const server = createFakeServer({ emails: emailsBuilder(12_000) })
    const { current } = await renderHookWithMail(mailFor(server), useMail)
    const all = await current().allIds({ filter: { inMailbox: 'inbox' }, collapseThreads: false })
    expect(all.ok && new Set(all.value).size).toBe(12_000)
  })
})
