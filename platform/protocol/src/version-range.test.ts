import { expect, test } from '@jest/globals'
import * as v from 'valibot'
import { rangeSchema, satisfies } from './version-range.ts'

test.each([
  ['^1.2.0', ['1.2.0', '1.9.4'], ['1.1.9', '2.0.0', '0.9.0']],
  ['^0.2.3', ['0.2.3', '0.2.9'], ['0.3.0', '0.2.2', '1.0.0']],
  ['^0.0.3', ['0.0.3'], ['0.0.4', '0.0.2']],
  ['^0', ['0.0.1', '0.9.0'], ['1.0.0']],
  ['~1.2.3', ['1.2.3', '1.2.9'], ['1.3.0', '1.2.2']],
  ['~1', ['1.0.0', '1.9.0'], ['2.0.0']],
  ['1.2.3', ['1.2.3'], ['1.2.4', '1.2.2']],
  ['=1.2.3', ['1.2.3'], ['1.2.4']],
  ['1.x', ['1.0.0', '1.9.9'], ['2.0.0', '0.9.9']],
  ['2', ['2.0.0', '2.7.1'], ['3.0.0', '1.9.9']],
  ['*', ['0.0.0', '9.9.9'], []],
  ['>=1.2.0 <3.0.0', ['1.2.0', '2.9.9'], ['3.0.0', '1.1.0']],
  ['>1.2', ['1.3.0'], ['1.2.9']],
  ['>1.2.0', ['1.2.1'], ['1.2.0']],
  ['<=1.2', ['1.2.9', '0.1.0'], ['1.3.0']],
  ['^1.4.0 || ^2.0.0', ['1.4.0', '2.3.0'], ['1.3.0', '3.0.0']],
])('the range %s has the versions that package managers say', (range, inside, outside) => {
  expect(v.is(rangeSchema, range)).toBe(true)
  expect(inside.filter((version) => !satisfies(version, range))).toEqual([])
  expect(outside.filter((version) => satisfies(version, range))).toEqual([])
})

test.each(['', 'latest', '^', '1.2.3.4', '^1.0.0 ||', 'workspace:*', '>= 1.0.0'])('%p is not a range', (range) => {
  expect(v.is(rangeSchema, range)).toBe(false)
})

test('a version that is not three numbers is in no range', () => {
  expect(satisfies('1.0.0-beta.1', '*')).toBe(false)
  expect(satisfies('1', '^1.0.0')).toBe(false)
})
