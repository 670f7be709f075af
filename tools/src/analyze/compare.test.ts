import { expect, test } from '@jest/globals'
import type { Analysis } from './analysis.ts'
import { differences } from './compare.ts'

const anAnalysis = (sizes: Readonly<Record<string, number>>): Analysis => ({
  pieces: [],
  firstLoads: [],
  repeated: [],
  sharing: [],
  vendors: [],
  spending: Object.entries(sizes).map(([name, spent]) => ({ name, spent, budget: 1000 })),
})

test('what grew, what came and what went are told; what stayed is not', () => {
  const before = anAnalysis({ 'page of inbox': 100, 'all of old': 5, 'all of shell': 40 })
  const after = anAnalysis({ 'page of inbox': 120, 'all of new': 7, 'all of shell': 40 })
  expect(differences(before, after)).toEqual([
    { name: 'page of inbox', before: 100, after: 120 },
    { name: 'all of new', before: 0, after: 7 },
    { name: 'all of old', before: 5, after: 0 },
  ])
})
