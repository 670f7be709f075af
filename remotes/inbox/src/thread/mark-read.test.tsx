import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { MailProvider } from '@atrium/mail'
import { render } from '@testing-library/react'
import type { Email } from '@atrium/mail-contracts'
import type { ReactNode } from 'react'
import { buildMessage } from '../testing/message-builder.ts'
import { createMailWorld, type MailWorld } from '../testing/render-mail.tsx'
import { readAfter, useMarkRead } from './thread-pane.tsx'

let world: MailWorld
const marked: string[][] = []

function Reader({ emails }: { readonly emails: readonly Email[] }): ReactNode {
  useMarkRead(emails)
  return null
}

const page = (emails: readonly Email[]) => (
  <MailProvider mail={world.mail}>
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
  world = createMailWorld()
  const { setKeyword } = world.mail.actions
  jest.spyOn(world.mail.actions, 'setKeyword').mockImplementation((ids, keyword, on) => {
    if (keyword === '$seen' && on) marked.push([...ids])
    return setKeyword([], keyword, on)
  })
})

afterEach(() => {
  world.mail.close()
  jest.useRealTimers()
})

const unread = buildMessage({ id: 'u1', keywords: {} })

test('what is shown for a moment counts as read, and only what was unread', () => {
  render(page([buildMessage({ id: 'r1' }), unread, buildMessage({ id: 'd1', keywords: { $draft: true } })]))
  jest.advanceTimersByTime(readAfter - 1)
  expect(marked).toEqual([])
  jest.advanceTimersByTime(1)
  expect(marked).toEqual([['u1']])
})

test('stepping past is not reading', () => {
  const { unmount } = render(page([unread]))
  jest.advanceTimersByTime(readAfter / 2)
  unmount()
  jest.advanceTimersByTime(readAfter)
  expect(marked).toEqual([])
})

test('a hidden page marks nothing as read until it is visible', () => {
  setVisibility('hidden')
  render(page([unread]))
  jest.advanceTimersByTime(readAfter * 3)
  expect(marked).toEqual([])
  setVisibility('visible')
  jest.advanceTimersByTime(readAfter)
  expect(marked).toEqual([['u1']])
})

test('a message that arrives in an open conversation is read as well', () => {
  const { rerender } = render(page([unread]))
  jest.advanceTimersByTime(readAfter)
  rerender(page([buildMessage({ id: 'u1' }), buildMessage({ id: 'u2', keywords: {} })]))
  jest.advanceTimersByTime(readAfter)
  expect(marked).toEqual([['u1'], ['u2']])
})

test('what was marked as unread again by hand stays unread', () => {
  const { rerender } = render(page([unread]))
  jest.advanceTimersByTime(readAfter)
  rerender(page([buildMessage({ id: 'u1', keywords: { $flagged: true } })]))
  jest.advanceTimersByTime(readAfter * 3)
  expect(marked).toEqual([['u1']])
})
