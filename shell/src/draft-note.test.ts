import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { emit } from '@atrium/remote'
import { mountDraftNote } from './draft-note.ts'

beforeEach(() => void jest.useFakeTimers())
afterEach(() => void jest.useRealTimers())

const note = (): HTMLElement | null => document.querySelector('output')

test('a draft that was saved is shown, and soon hidden again', () => {
  const unmount = mountDraftNote(document.body, 'en')
  emit('draft:saved', { key: 'a', emailId: 'm1' })
  expect(note()).toMatchObject({ hidden: false, textContent: 'Draft saved' })
  jest.runAllTimers()
  expect(note()?.hidden).toBe(true)
  unmount()
})

test('removed, it leaves no element and receives nothing', () => {
  mountDraftNote(document.body, 'en')()
  emit('draft:saved', { key: 'a', emailId: 'm1' })
  expect(note()).toBeNull()
  expect(jest.getTimerCount()).toBe(0)
})
