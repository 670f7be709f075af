import { beforeEach, expect, test } from '@jest/globals'
import { clearUnsaved, markUnsaved } from '@atrium/remote'
import { composer } from './composer.ts'
import { mustStay } from './must-stay.ts'

beforeEach(() => {
  clearUnsaved('draft')
  composer.setState({ open: 0 })
  document.body.innerHTML = '<div data-remote="search"><input></div>'
})

test('nothing is replaced while some work is not stored', () => {
  expect(mustStay('settings')).toBe(false)
  markUnsaved('draft')
  expect(mustStay('settings')).toBe(true)
})

test('the composer stays as long as a window is open', () => {
  composer.setState({ open: 1 })
  expect([mustStay('compose'), mustStay('inbox')]).toEqual([true, false])
})

test('what the person types into stays', () => {
  document.querySelector('input')?.focus()
  expect([mustStay('search'), mustStay('inbox')]).toEqual([true, false])
})
