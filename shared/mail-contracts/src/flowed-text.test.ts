import { expect, test } from '@jest/globals'
import { unflowText } from './message-text.ts'

const flowed = 'text/plain; charset=utf-8; format=flowed'

test.each([
  ['one \ntwo\nthree', 'one two\nthree'],
  ['> a \n> b\n>> c \n>> d\n> e', '> a b\n>> c d\n> e'],
  ['> a \nb', '> a \nb'],
  [' From here\n >not a quote', 'From here\n >not a quote'],
  ['a \n-- \nNora \nFields', 'a \n-- \nNora Fields'],
  ['>\n> a', '>\n> a'],
  ['', ''],
])('%j is %j', (text, expected) => expect(unflowText(text, flowed)).toBe(expected))

test('the blank that joins goes where DelSp says so', () =>
  expect(unflowText('日本 \n語', `${flowed}; DelSp="yes"`)).toBe('日本語'))

test('other text stays as it is', () => {
  expect(unflowText('one \ntwo', 'text/plain; x="format=flowed"')).toBe('one \ntwo')
  expect(unflowText('one \ntwo', null)).toBe('one \ntwo')
})
