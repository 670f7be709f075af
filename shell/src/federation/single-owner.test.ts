import { expect, test } from '@jest/globals'
import { assertSingleOwner } from './single-owner.ts'

test('a share scope that the host alone fills is accepted', () => {
  expect(() => assertSingleOwner({ react: { '19.3.1': { from: 'shell' } } })).not.toThrow()
})

test('a remote that brings its own copy is refused by library, version and name', () => {
  const scope = { react: { '19.3.1': { from: 'shell' }, '18.0.0': { from: 'calendar_1' } } }
  expect(() => assertSingleOwner(scope)).toThrow(/react 18\.0\.0 from calendar_1/)
})
