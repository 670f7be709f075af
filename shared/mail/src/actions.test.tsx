import { describe, expect, test } from '@jest/globals'
import { act } from '@testing-library/react'
import { useEmailList } from './email-list.ts'
import type { Mail } from './mail.tsx'
import { useMailboxes } from './mailboxes.ts'
import { mailboxBuilder, emailBuilder, emailsBuilder } from './testing/builders.ts'
import { createFakeServer, type FakeServer } from './testing/fake-server.ts'
import { createFakeTiming } from '@atrium/jmap/testing'
import { mailFor, renderHookWithMail, settle } from './testing/render-with-mail.tsx'
import type { Change, ChangeResult } from './actions.ts'

const useInbox = () => ({
  list: useEmailList({ filter: { inMailbox: 'inbox' }, collapseThreads: true }),
  archive: useEmailList({ filter: { inMailbox: 'archive' }, collapseThreads: true }),
  boxes: useMailboxes(),
})

const open = async (server: FakeServer, options: Parameters<typeof mailFor>[1] = {}) => {
  const mail: Mail = mailFor(server, options)
  const { current } = await renderHookWithMail(mail, useInbox)
  const seen = () => ({
    ids: Array.from({ length: current().list.total }, (_, index) => current().list.id(index)),
    unread: current().boxes.byRole('inbox')?.unreadThreads,
    total: current().boxes.byRole('inbox')?.totalEmails,
  })
  const doing = (what: () => Change): Change => {
    let change: Change | undefined
    act(() => {
      change = what()
    })
    if (!change) throw new Error('no change')
    return change
  }
  return { mail, current, seen, doing }
}

const result = async (change: Change): Promise<ChangeResult> => {
  await settle()
  return change.settled
}

describe('acts on messages', () => {
  test('an archived message leaves the list and the counters before the server has answered', async () => {
    const server = createFakeServer({ emails: emailsBuilder(3) })
    const { mail, seen, doing, current } = await open(server)
    const release = server.hold()
    const change = doing(() => mail.actions.archive(['e2']))
    expect(seen()).toEqual({ ids: ['e3', 'e1'], unread: 2, total: 2 })
    expect(current().archive.row(0)?.email.id).toBe('e2')
    release()
    expect(await result(change)).toEqual({ changed: ['e2'], failed: [], error: null })
    expect(seen()).toEqual({ ids: ['e3', 'e1'], unread: 2, total: 2 })
    expect(server.store.emails.get('e2')?.mailboxIds).toEqual({ archive: true })
  })

  test('what the server refuses is rolled back, and what it accepts stays', async () => {
    const server = createFakeServer({ emails: emailsBuilder(3), settings: { refused: new Set(['e2']) } })
    const { mail, seen, doing } = await open(server)
    const change = doing(() => mail.actions.archive(['e1', 'e2']))
    expect(seen().ids).toEqual(['e3'])
    const { failed, error } = await result(change)
    expect(failed).toEqual(['e2'])
    expect(error?.code).toBe('MAIL_CHANGE_REFUSED')
    expect(seen()).toEqual({ ids: ['e3', 'e2'], unread: 2, total: 2 })
  })

  test('an act is undone exactly: what was read before stays read', async () => {
    const server = createFakeServer({
      emails: [...emailsBuilder(2), emailBuilder({ number: 3, keywords: { $seen: true } })],
    })
    const { mail, seen, doing } = await open(server)
    const change = doing(() => mail.actions.setKeyword(['e1', 'e2', 'e3'], '$seen', true))
    expect(seen().unread).toBe(0)
    await result(change)
    const back = doing(() => change.undo())
    expect(seen().unread).toBe(2)
    await result(back)
    expect(server.store.emails.get('e3')?.keywords).toEqual({ $seen: true })
    expect(server.store.emails.get('e1')?.keywords).toEqual({})
  })

  test('undoing before the act has gone out sends nothing', async () => {
    const server = createFakeServer({ emails: emailsBuilder(2) })
    const { mail, seen, doing } = await open(server)
    const release = server.hold()
    doing(() => mail.actions.setKeyword(['e1'], '$flagged', true))
    await settle()
    const change = doing(() => mail.actions.archive(['e2']))
    const back = doing(() => change.undo())
    expect(seen().ids).toEqual(['e2', 'e1'])
    release()
    await result(back)
    expect(server.calls.filter(([name]) => name === 'Email/set')).toHaveLength(1)
    expect(server.store.emails.get('e2')?.mailboxIds).toEqual({ inbox: true })
  })

  test('undoing an action in progress restores everything in the order of the actions', async () => {
    const server = createFakeServer({ emails: emailsBuilder(2) })
    const { mail, seen, doing } = await open(server)
    const release = server.hold()
    const change = doing(() => mail.actions.archive(['e2']))
    await settle()
    const back = doing(() => change.undo())
    expect(seen().ids).toEqual(['e2', 'e1'])
    release()
    await result(back)
    expect(seen().ids).toEqual(['e2', 'e1'])
    expect(server.store.emails.get('e2')?.mailboxIds).toEqual({ inbox: true })
  })

  test('undoing an act that was rolled back changes nothing', async () => {
    const server = createFakeServer({ emails: emailsBuilder(2), settings: { refused: new Set(['e2']) } })
    const { mail, seen, doing } = await open(server)
    const change = doing(() => mail.actions.archive(['e2']))
    await result(change)
    server.settings.refused.clear()
    const sets = () => server.calls.filter(([name]) => name === 'Email/set').length
    const before = sets()
    expect((await result(doing(() => change.undo()))).changed).toEqual([])
    expect(seen().ids).toEqual(['e2', 'e1'])
    expect(sets()).toBe(before)
  })

  test('mail that arrives while an action is in progress does not bring the row back', async () => {
    const server = createFakeServer({ emails: emailsBuilder(3) })
    const { mail, seen, doing } = await open(server)
    const release = server.hold()
    const change = doing(() => mail.actions.archive(['e2']))
    server.store.put(emailBuilder({ number: 9 }))
    act(() => server.push())
    await settle()
    release()
    await result(change)
    expect(seen()).toEqual({ ids: ['e9', 'e3', 'e1'], unread: 3, total: 3 })
  })

  test('a lost connection is tried again for acts, which give the same done twice', async () => {
    const server = createFakeServer({ emails: emailsBuilder(2) })
    const timing = createFakeTiming()
    const { mail, doing } = await open(server, { timing })
    server.failNext('lost')
    const change = doing(() => mail.actions.setKeyword(['e1'], '$flagged', true))
    await settle()
    timing.pass(1000)
    expect((await result(change)).error).toBeNull()
    expect(server.store.emails.get('e1')?.keywords).toEqual({ $flagged: true })
  })

  test('thousands of messages that were never loaded are moved in batches and can all be moved back', async () => {
    const emails = emailsBuilder(1200)
    const server = createFakeServer({ emails, settings: { maxObjectsInSet: 100, maxObjectsInGet: 100 } })
    const { mail, doing } = await open(server)
    const ids = emails.map((email) => email.id)
    const change = doing(() => mail.actions.move(ids, { from: 'inbox', to: 'archive' }))
    expect((await result(change)).changed).toHaveLength(1200)
    const inArchive = () => [...server.store.emails.values()].filter((email) => email.mailboxIds['archive']).length
    expect(inArchive()).toBe(1200)
    await result(doing(() => change.undo()))
    expect(inArchive()).toBe(0)
  })

  test('deleting permanently waits until it can no longer be undone', async () => {
    const server = createFakeServer({ emails: emailsBuilder(2) })
    const timing = createFakeTiming()
    const { mail, seen, doing } = await open(server, { timing })
    const change = doing(() => mail.actions.destroy(['e1']))
    expect(seen().ids).toEqual(['e2'])
    act(() => void change.undo())
    expect(seen().ids).toEqual(['e2', 'e1'])
    const again = doing(() => mail.actions.destroy(['e1']))
    timing.pass(8000)
    await result(again)
    expect(server.store.emails.has('e1')).toBe(false)
    expect((await again.undo().settled).error?.code).toBe('MAIL_NOT_FOUND')
  })

  test('archiving without an archive folder fails and changes nothing', async () => {
    const server = createFakeServer({ emails: emailsBuilder(1), mailboxes: [mailboxBuilder({ role: 'inbox' })] })
    const { mail, seen, doing } = await open(server)
    expect((await result(doing(() => mail.actions.archive(['e1'])))).error?.code).toBe('MAILBOX_MISSING')
    expect(seen().ids).toEqual(['e1'])
  })

  test('a conversation stays in the list while one of its messages does', async () => {
    const emails = [emailBuilder({ number: 1, threadId: 't' }), emailBuilder({ number: 2, threadId: 't' })]
    const server = createFakeServer({ emails })
    const { mail, current, doing } = await open(server)
    await result(doing(() => mail.actions.trash(['e2'])))
    expect(current().list.total).toBe(1)
    expect(current().list.row(0)?.email.id).toBe('e1')
    expect(current().list.row(0)?.thread.count).toBe(1)
  })
})
