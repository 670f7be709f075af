import { beforeEach, expect, test } from '@jest/globals'
import { clearUnsaved, markUnsaved } from '@atrium/remote'
import { createDeferral } from './create-host.ts'

let busy: Record<string, number> = {}
const shouldDefer = createDeferral(() => busy)

beforeEach(() => {
  clearUnsaved('draft')
  busy = {}
  document.body.innerHTML = '<div data-remote="search"><input></div><div data-remote="inbox"><button></button></div>'
})

test('nothing is replaced while some work is not stored', () => {
  expect(shouldDefer('settings', 'update')).toBe(false)
  markUnsaved('draft')
  expect([shouldDefer('settings', 'update'), shouldDefer('settings', 'withdrawal')]).toEqual([true, true])
})

test('a remote stays as long as something of it is open', () => {
  busy = { compose: 1 }
  expect([
    shouldDefer('compose', 'update'),
    shouldDefer('compose', 'withdrawal'),
    shouldDefer('inbox', 'update'),
  ]).toEqual([true, true, false])
})

test('what the user types into stays', () => {
  document.querySelector('input')?.focus()
  expect([
    shouldDefer('search', 'update'),
    shouldDefer('search', 'withdrawal'),
    shouldDefer('inbox', 'update'),
  ]).toEqual([true, true, false])
})

test('the focus alone keeps a release from a newer one, and not from its withdrawal', () => {
  document.querySelector('button')?.focus()
  expect([shouldDefer('inbox', 'update'), shouldDefer('inbox', 'withdrawal')]).toEqual([true, false])
})
