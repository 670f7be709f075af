import { describe, expect, test } from '@jest/globals'
import { act } from '@testing-library/react'
import { useState } from 'react'
import { emailBuilder, emailsBuilder } from './testing/builders.ts'
import { createFakeServer } from './testing/fake-server.ts'
import { mailFor, renderHookWithMail, settle } from './testing/render-with-mail.tsx'
import { useEmailList } from './email-list.ts'

const inbox = { filter: { inMailbox: 'inbox' }, collapseThreads: true } as const

const subjects = (list: ReturnType<typeof useEmailList>, from: number, to: number): (string | null | undefined)[] =>
  Array.from({ length: to - from }, (_, index) => list.row(from + index)?.email.subject)

describe('the list', () => {
  test('the first rows come with their conversations in one request', async () => {
    const server = createFakeServer({
      emails: [
        ...emailsBuilder(80),
        emailBuilder({ number: 90, id: 'r1', threadId: 't-e80', from: [{ name: 'Bo', email: 'bo@example.org' }] }),
      ],
    })
    const { current } = await renderHookWithMail(mailFor(server), () => useEmailList(inbox))
    expect(current().status).toBe('ready')
    expect(current().total).toBe(80)
    expect(current().row(0)?.thread).toMatchObject({
      count: 2,
      unread: true,
      participants: [{ name: 'Writer 80' }, { name: 'Bo' }],
    })
    expect(current().row(60)).toBeUndefined()
    expect(server.requests[0]).toEqual(['Email/query', 'Email/get', 'Thread/get', 'Email/get'])
  })

  test('a late response to an older search does not replace the results of the newer one', async () => {
    const server = createFakeServer({
      emails: [emailBuilder({ number: 1, subject: 'Older' }), emailBuilder({ number: 2, subject: 'Newer' })],
    })
    const releaseOlder = server.hold()
    const { current } = await renderHookWithMail(mailFor(server), () => {
      const [text, setText] = useState('Older')
      return { setText, list: useEmailList({ filter: { text }, collapseThreads: true }) }
    })
    expect(current().list.status).toBe('loading')
    // Requests from here on get their responses at once.
    server.hold()()
    act(() => current().setText('Newer'))
    await settle()
    expect(subjects(current().list, 0, 2)).toEqual(['Newer', undefined])
    releaseOlder()
    await settle()
    expect(subjects(current().list, 0, 2)).toEqual(['Newer', undefined])
    act(() => current().setText('Older'))
    await settle()
    expect(subjects(current().list, 0, 2)).toEqual(['Older', undefined])
  })

  test('rows further down are read when they are looked at, each page once', async () => {
    const server = createFakeServer({ emails: emailsBuilder(300) })
    const { current } = await renderHookWithMail(mailFor(server), () => useEmailList(inbox))
    act(() => current().ensureRange(40, 70))
    act(() => current().ensureRange(45, 75))
    await settle()
    expect(subjects(current(), 48, 52)).toEqual(['Message 252', 'Message 251', 'Message 250', 'Message 249'])
    const anchored = server.calls.filter(([name, args]) => name === 'Email/query' && args['anchor'] === 'e251')
    expect(anchored).toHaveLength(1)
  })

  test('a jump into the middle reads a page there', async () => {
    const server = createFakeServer({ emails: emailsBuilder(1000) })
    const { current } = await renderHookWithMail(mailFor(server), () => useEmailList(inbox))
    act(() => current().ensureRange(500, 520))
    await settle()
    expect(subjects(current(), 500, 502)).toEqual(['Message 500', 'Message 499'])
    expect(current().row(200)).toBeUndefined()
    expect(current().position('e500')).toBe(500)
  })

  test('mail arriving on top while a page is read repeats and loses no row', async () => {
    const server = createFakeServer({ emails: emailsBuilder(120) })
    const { current } = await renderHookWithMail(mailFor(server), () => useEmailList(inbox))
    server.store.put(emailBuilder({ number: 200, subject: 'Just came' }))
    act(() => current().ensureRange(50, 60))
    await settle()
    act(() => current().ensureRange(0, 121))
    await settle()
    const all = subjects(current(), 0, 121)
    expect(new Set(all).size).toBe(121)
    expect(all[0]).toBe('Just came')
    expect(all[120]).toBe('Message 1')
  })

  test('mail arriving while the user has scrolled down moves the rows without reloading them', async () => {
    const server = createFakeServer({ emails: emailsBuilder(400) })
    const { current } = await renderHookWithMail(mailFor(server), () => useEmailList(inbox))
    act(() => current().ensureRange(300, 320))
    await settle()
    server.store.put(emailBuilder({ number: 500 }))
    act(() => server.push())
    await settle()
    expect(current().total).toBe(401)
    expect(current().position('e100')).toBe(301)
    expect(subjects(current(), 301, 303)).toEqual(['Message 100', 'Message 99'])
  })

  test('a row is the same object until something in it changes', async () => {
    const server = createFakeServer({ emails: emailsBuilder(10) })
    const mail = mailFor(server)
    const { current } = await renderHookWithMail(mail, () => useEmailList(inbox))
    const before = [current().row(0), current().row(1)]
    act(() => void mail.actions.setKeyword(['e10'], '$flagged', true))
    expect(current().row(0)).not.toBe(before[0])
    expect(current().row(1)).toBe(before[1])
    await settle()
  })

  test('a page that cannot be read is an error beside the rows, and a retry reads it', async () => {
    const server = createFakeServer({ emails: emailsBuilder(100) })
    const { current } = await renderHookWithMail(mailFor(server), () => useEmailList(inbox))
    server.failNext(400)
    act(() => current().ensureRange(50, 60))
    await settle()
    expect(current().error?.code).toBe('MAIL_REFUSED')
    expect(current().row(0)).toBeDefined()
    act(() => current().retry())
    await settle()
    expect(current().error).toBeNull()
    expect(current().row(55)?.email.subject).toBe('Message 45')
  })

  test('a page of long conversations is completed in parts the server allows', async () => {
    const emails = Array.from({ length: 60 }, (_, index) =>
      emailBuilder({ number: index + 1, threadId: `t${index % 10}` }),
    )
    const server = createFakeServer({ emails, settings: { maxObjectsInGet: 25 } })
    const { current } = await renderHookWithMail(mailFor(server), () => useEmailList(inbox))
    await settle()
    expect(current().row(0)?.thread.count).toBe(6)
  })

  test('a server that has forgotten what changed is read again', async () => {
    const server = createFakeServer({ emails: emailsBuilder(20), settings: { forgetful: true } })
    const { current } = await renderHookWithMail(mailFor(server), () => useEmailList(inbox))
    server.store.put(emailBuilder({ number: 50, subject: 'New' }))
    act(() => server.push())
    await settle()
    expect(current().row(0)?.email.subject).toBe('New')
    expect(current().total).toBe(21)
  })
})
