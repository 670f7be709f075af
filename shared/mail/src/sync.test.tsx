import { describe, expect, jest, test } from '@jest/globals'
import { act } from '@testing-library/react'
import { useEmailList } from './email-list.ts'
import { useMailboxes } from './mailboxes.ts'
import { useThread } from './threads.ts'
import { emailBuilder, emailsBuilder } from './testing/builders.ts'
import { createFakeServer } from './testing/fake-server.ts'
import { createFakeTiming } from '@atrium/jmap/testing'
import { mailFor, renderHookWithMail, settle } from './testing/render-with-mail.tsx'

const usePage = () => ({
  list: useEmailList({ filter: { inMailbox: 'inbox' }, collapseThreads: true }),
  boxes: useMailboxes(),
})

const requestsOf = (server: ReturnType<typeof createFakeServer>, from: number): string[] =>
  server.requests.slice(from).flat()

describe('changes at the server', () => {
  test('the stream is opened once, where the session says, for the types that are followed', async () => {
    const server = createFakeServer({ emails: emailsBuilder(1) })
    await renderHookWithMail(mailFor(server), usePage)
    expect(server.streams.map((stream) => stream.url)).toEqual([
      'http://localhost/jmap/events?types=Email%2CMailbox%2CThread%2CEmailSubmission%2CIdentity&closeafter=no&ping=60',
    ])
  })

  test('new mail shows at the top with its counters, and only what is new is read', async () => {
    const server = createFakeServer({ emails: emailsBuilder(30) })
    const onChanged = jest.fn<(types: readonly string[]) => void>()
    const { current } = await renderHookWithMail(mailFor(server, { onChanged }), usePage)
    const before = server.calls.length
    server.store.put(emailBuilder({ number: 99, subject: 'New' }))
    act(() => server.push())
    await settle()
    expect(current().list.row(0)?.email.subject).toBe('New')
    expect(current().boxes.byRole('inbox')?.unreadEmails).toBe(31)
    const read = server.calls.slice(before).filter(([name]) => name === 'Email/get')
    expect(new Set(read.flatMap(([, args]) => args['ids'] as string[]))).toEqual(new Set(['e99']))
    expect(onChanged).toHaveBeenCalledWith(['Email', 'Thread', 'Mailbox'])
  })

  test('a message read elsewhere is read here', async () => {
    const server = createFakeServer({ emails: emailsBuilder(3) })
    const { current } = await renderHookWithMail(mailFor(server), usePage)
    server.store.patch('e2', { 'keywords/$seen': true })
    act(() => server.push())
    await settle()
    expect(current().list.row(1)?.thread.unread).toBe(false)
    expect(current().boxes.byRole('inbox')?.unreadThreads).toBe(2)
  })

  test('a message deleted elsewhere is gone', async () => {
    const server = createFakeServer({ emails: emailsBuilder(3) })
    const { current } = await renderHookWithMail(mailFor(server), usePage)
    server.store.destroy('e2')
    act(() => server.push())
    await settle()
    expect([0, 1].map((index) => current().list.id(index))).toEqual(['e3', 'e1'])
    expect(current().list.total).toBe(2)
  })

  test('an answer in an open conversation joins it, and read bodies are not read again', async () => {
    const server = createFakeServer({ emails: [emailBuilder({ number: 1, threadId: 't' })] })
    const { current } = await renderHookWithMail(mailFor(server), () => useThread('t'))
    const before = server.calls.length
    server.store.put(emailBuilder({ number: 2, threadId: 't' }))
    act(() => server.push())
    await settle()
    expect(current().emails.map((email) => email.id)).toEqual(['e1', 'e2'])
    const bodies = server.calls.slice(before).filter(([, args]) => args['fetchHTMLBodyValues'])
    expect(bodies.map(([, args]) => args['ids'])).toEqual([['e2']])
  })

  test('a state that is already known causes no request', async () => {
    const server = createFakeServer({ emails: emailsBuilder(3) })
    await renderHookWithMail(mailFor(server), usePage)
    const before = server.requests.length
    act(() => server.push())
    await settle()
    expect(requestsOf(server, before)).toEqual([])
  })

  test('a stream that breaks reconnects later each time, and then loads what it missed', async () => {
    const server = createFakeServer({ emails: emailsBuilder(3) })
    const timing = createFakeTiming()
    const { current } = await renderHookWithMail(mailFor(server, { timing }), usePage)
    act(() => server.streams[0]?.emit('open'))
    await settle()
    act(() => server.streams[0]?.emit('error'))
    await settle()
    server.store.put(emailBuilder({ number: 99, subject: 'Missed' }))
    act(() => timing.pass(1000))
    await settle()
    expect(server.streams).toHaveLength(2)
    expect(server.streams[0]?.closed).toBe(true)
    act(() => server.streams[1]?.emit('open'))
    await settle()
    expect(current().list.row(0)?.email.subject).toBe('Missed')
  })

  test('a stream that breaks and does not reconnect makes one immediate request to find out why', async () => {
    const server = createFakeServer({ emails: emailsBuilder(3) })
    const timing = createFakeTiming()
    const { current } = await renderHookWithMail(mailFor(server, { timing }), usePage)
    act(() => server.streams[0]?.emit('open'))
    await settle()
    act(() => server.streams[0]?.emit('error'))
    await settle()
    server.store.put(emailBuilder({ number: 99, subject: 'Polled' }))
    act(() => timing.pass(1000))
    await settle()
    act(() => server.streams[1]?.emit('error'))
    await settle()
    expect(current().list.row(0)?.email.subject).toBe('Polled')
  })

  test('the stream opens only after `listenAfter` resolves', async () => {
    const server = createFakeServer({ emails: emailsBuilder(3) })
    const ready = Promise.withResolvers<void>()
    await renderHookWithMail(mailFor(server, { listenAfter: ready.promise }), usePage)
    expect(server.streams).toHaveLength(0)
    ready.resolve()
    await settle()
    expect(server.streams).toHaveLength(1)
  })

  test('a server without push is polled every thirty seconds', async () => {
    const server = createFakeServer({ emails: emailsBuilder(3) })
    const timing = createFakeTiming()
    const { current } = await renderHookWithMail(mailFor(server, { timing }), usePage)
    act(() => server.streams[0]?.emit('error'))
    server.store.put(emailBuilder({ number: 99, subject: 'Polled' }))
    act(() => timing.pass(30_000))
    await settle()
    expect(current().list.row(0)?.email.subject).toBe('Polled')
  })

  test('a stream that has promised pings and falls silent is reopened', async () => {
    const server = createFakeServer({ emails: emailsBuilder(1) })
    const timing = createFakeTiming()
    await renderHookWithMail(mailFor(server, { timing }), usePage)
    act(() => server.streams[0]?.emit('open'))
    act(() => server.streams[0]?.emit('ping'))
    for (let step = 0; step < 4; step += 1) {
      act(() => timing.pass(80_000))
      await settle()
    }
    expect(server.streams[0]?.closed).toBe(true)
    expect(server.streams.length).toBeGreaterThan(1)
  })

  test('after signing out nothing is open and nothing is requested', async () => {
    const server = createFakeServer({ emails: emailsBuilder(3) })
    const onSignedOut = jest.fn()
    const mail = mailFor(server, { onSignedOut })
    const { unmount } = await renderHookWithMail(mail, usePage)
    server.failNext(401)
    server.store.put(emailBuilder({ number: 99 }))
    act(() => server.push())
    await settle()
    expect(onSignedOut).toHaveBeenCalledTimes(1)
    expect(server.streams.every((stream) => stream.closed)).toBe(true)
    unmount()
  })
})
