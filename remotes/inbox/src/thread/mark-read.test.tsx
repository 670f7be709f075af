import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { MailProvider } from '@atrium/mail'
import { render } from '@testing-library/react'
import type { Email } from '@atrium/mail-contracts'
import type { ReactNode } from 'react'
import { emailBuilder } from '@atrium/mail/testing'
import { createTestPage, type TestPage } from '@atrium/mail-ui/testing'
import { readAfter, useMarkRead } from './thread-pane.tsx'

let page: TestPage
const marked: string[][] = []

function Reader({ emails }: { readonly emails: readonly Email[] }): ReactNode {
  useMarkRead(emails)
  return null
}

const reading = (emails: readonly Email[]) => (
  <MailProvider mail={page.mail}>
    <Reader emails={emails} />
  </MailProvider>
)

const setVisibility = (state: DocumentVisibilityState): void => {
  jest.spyOn(document, 'visibilityState', 'get').mockReturnValue(state)
  document.dispatchEvent(new Event('visibilitychange'))
}

beforeEach(() => {
  jest.useFakeTimers()
  marked.splice(0)
  page = createTestPage()
  const { setKeyword } = page.mail.actions
  jest.spyOn(page.mail.actions, 'setKeyword').mockImplementation((ids, keyword, on) => {
    if (keyword === '$seen' && on) marked.push([...ids])
    return setKeyword([], keyword, on)
  })
})

afterEach(() => {
  page.mail.close()
  jest.useRealTimers()
})

const unread = emailBuilder({ id: 'u1' })

test('what is shown for a moment counts as read, and only what was unread', () => {
  render(
    reading([
      emailBuilder({ id: 'r1', keywords: { $seen: true } }),
      unread,
      emailBuilder({ id: 'd1', keywords: { $draft: true } }),
    ]),
  )
  jest.advanceTimersByTime(readAfter - 1)
  expect(marked).toEqual([])
  jest.advanceTimersByTime(1)
  expect(marked).toEqual([['u1']])
})

test('stepping past is not reading', () => {
  const { unmount } = render(reading([unread]))
  jest.advanceTimersByTime(readAfter / 2)
  unmount()
  jest.advanceTimersByTime(readAfter)
  expect(marked).toEqual([])
})

test('a hidden page marks nothing as read until it is visible', () => {
  setVisibility('hidden')
  render(reading([unread]))
  jest.advanceTimersByTime(readAfter * 3)
  expect(marked).toEqual([])
  setVisibility('visible')
  jest.advanceTimersByTime(readAfter)
  expect(marked).toEqual([['u1']])
})

test('a message that arrives in an open conversation is read as well', () => {
  const { rerender } = render(reading([unread]))
  jest.advanceTimersByTime(readAfter)
  rerender(reading([emailBuilder({ id: 'u1', keywords: { $seen: true } }), emailBuilder({ id: 'u2' })]))
  jest.advanceTimersByTime(readAfter)
  expect(marked).toEqual([['u1'], ['u2']])
})

test('what was marked as unread again by hand stays unread', () => {
  const { rerender } = render(reading([unread]))
  jest.advanceTimersByTime(readAfter)
  rerender(reading([emailBuilder({ id: 'u1', keywords: { $flagged: true } })]))
  jest.advanceTimersByTime(readAfter * 3)
  expect(marked).toEqual([['u1']])
})
