import { describe, expect, test } from '@jest/globals'
import { act } from '@testing-library/react'
import { useMail } from './mail.tsx'
import { emailBuilder } from './testing/builders.ts'
import { createFakeServer } from './testing/fake-server.ts'
import { mailFor, renderHookWithMail, settle } from './testing/render-with-mail.tsx'
import { useEmail } from './threads.ts'
import { useThread } from './threads.ts'

const part = {
  partId: '1',
  blobId: 'b1',
  size: 9,
  name: null,
  type: 'text/plain',
  charset: 'utf-8',
  disposition: null,
  cid: null,
}
const body = (value: string, isTruncated = false) => ({ '1': { value, isEncodingProblem: false, isTruncated } })

const thread = () => [
  emailBuilder({ number: 1, threadId: 't', textBody: [part], bodyValues: body('One') }),
  emailBuilder({ number: 2, threadId: 't', textBody: [part], bodyValues: body('Tw', true) }),
]

describe('a conversation', () => {
  test('comes with its bodies, oldest first, in one request', async () => {
    const server = createFakeServer({ emails: thread() })
    const { current } = await renderHookWithMail(mailFor(server), () => useThread('t'))
    expect(current().emails.map((email) => email.bodyValues['1']?.value)).toEqual(['One', 'Tw'])
    expect(server.requests[0]).toEqual(['Thread/get', 'Email/get'])
  })

  test('a truncated body is marked and can be loaded in full', async () => {
    const server = createFakeServer({ emails: thread() })
    const { current } = await renderHookWithMail(mailFor(server), () => useThread('t'))
    expect(current().emails[1]?.bodyValues['1']?.isTruncated).toBe(true)
    server.store.emails.set('e2', emailBuilder({ number: 2, threadId: 't', textBody: [part], bodyValues: body('Two') }))
    await act(() => current().loadWhole('e2'))
    await settle()
    expect(current().emails[1]?.bodyValues['1']).toMatchObject({ value: 'Two', isTruncated: false })
    expect(server.calls.at(-1)?.[1]).toMatchObject({ maxBodyValueBytes: 0 })
  })

  test('an act shows in it at once', async () => {
    const server = createFakeServer({ emails: thread() })
    const mail = mailFor(server)
    const { current } = await renderHookWithMail(mail, () => useThread('t'))
    const first = current().emails[0]
    act(() => void mail.actions.setKeyword(['e2'], '$flagged', true))
    expect(current().emails[1]?.keywords).toEqual({ $flagged: true })
    expect(current().emails[0]).toBe(first)
    await settle()
  })

  test('attachments have an address by the time it is ready', async () => {
    const server = createFakeServer({ emails: thread() })
    const { current } = await renderHookWithMail(mailFor(server), () => ({ mail: useMail(), thread: useThread('t') }))
    expect(current().mail.blobUrl({ blobId: 'b1', name: 'a/b?.pdf', type: 'application/pdf' })).toBe(
      'http://localhost/jmap/download/acc/b1/a%2Fb%3F.pdf?type=application%2Fpdf',
    )
  })

  test('one that cannot be read is an error with a retry', async () => {
    const server = createFakeServer({ emails: thread() })
    server.failNext(400)
    const { current } = await renderHookWithMail(mailFor(server), () => useThread('t'))
    expect(current()).toMatchObject({ status: 'error', error: { code: 'MAIL_REFUSED' } })
    act(() => current().retry())
    await settle()
    expect(current()).toMatchObject({ status: 'ready', error: null })
  })

  test('one message of an open conversation is there without another request', async () => {
    const server = createFakeServer({ emails: thread() })
    const mail = mailFor(server)
    await renderHookWithMail(mail, () => useThread('t'))
    const before = server.requests.length
    const { current } = await renderHookWithMail(mail, () => useEmail('e1'))
    expect(current().email?.bodyValues['1']?.value).toBe('One')
    expect(server.requests.length).toBe(before)
  })

  test('a message that is not there is said to be gone', async () => {
    const server = createFakeServer()
    const { current } = await renderHookWithMail(mailFor(server), () => useEmail('nowhere'))
    expect(current()).toMatchObject({ status: 'error', error: { code: 'MAIL_NOT_FOUND' } })
  })
})
