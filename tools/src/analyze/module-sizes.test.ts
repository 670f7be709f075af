import { expect, test } from '@jest/globals'
import { moduleSizes } from './module-sizes.ts'

test('every octet goes to the source it came from', () => {
  // AAAA: column 0 of a.js; KCAA: column 5 of the next source, b.js.
  const map = JSON.stringify({ version: 3, sources: ['a.js', 'b.js'], names: [], mappings: 'AAAA,KCAA' })
  expect([...moduleSizes('aaaaabbb', map)]).toEqual([['a.js', 5], ['b.js', 3]])
})
