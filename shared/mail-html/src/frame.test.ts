import { expect, test } from '@jest/globals'
import { createMailFrame } from './frame.ts'

test('the frame of a message runs no script and submits no form', () => {
  const frame = createMailFrame(document, 'Message')
  const allowed = (frame.getAttribute('sandbox') ?? 'everything').split(' ').sort()
  expect(allowed).toEqual(['allow-popups', 'allow-popups-to-escape-sandbox', 'allow-same-origin'])
  expect(frame.getAttribute('referrerpolicy')).toBe('no-referrer')
})
