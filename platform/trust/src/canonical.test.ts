import { expect, test } from '@jest/globals'
import { canonical } from './canonical.ts'

test('the same value has one text, whatever the order of its keys', () => {
  expect(canonical({ b: [1, { d: null, c: 'é"' }], a: true })).toBe('{"a":true,"b":[1,{"c":"é\\"","d":null}]}')
  expect(canonical({ a: undefined, B: 1, a1: 2 })).toBe('{"B":1,"a1":2}')
})

test('arrays keep their order', () => {
  expect(canonical([2, 1])).not.toBe(canonical([1, 2]))
})
