import { expect, test } from '@jest/globals'
import path from 'node:path'
import { readBudgets } from '../budgets.ts'
import { differences, isOver, repeatedModules, spending, type Analysis } from './analysis.ts'
import type { AnalysedBuild } from './read-build.ts'

const buildOf = (
  name: string,
  exposes: AnalysedBuild['exposes'],
  sizes: Readonly<Record<string, number>>,
): AnalysedBuild => ({
  name,
  version: '0123456789ab',
  entry: 'remoteEntry.js',
  exposes,
  files: Object.entries(sizes).map(([file, brotli]) => ({ file, brotli, size: brotli * 3, modules: [] })),
})

const shell = buildOf('shell', { './start': ['main.js'] }, { 'main.js': 10_000, 'lazy.js': 4_000 })
const inbox = buildOf('inbox', { './page': ['page.js'] }, { 'remoteEntry.js': 300, 'page.js': 2_000, 'lazy.js': 5_000 })

test('a page costs what it needs at once, of the host and of its remote', () => {
  const spent = spending([shell, inbox], { routes: { inbox: 13 }, release: { shell: 14, inbox: 7 } })
  expect(spent).toEqual([
    { name: 'page of inbox', spent: 12_300, budget: 13_312 },
    { name: 'all of shell', spent: 14_000, budget: 14_336 },
    { name: 'all of inbox', spent: 7_300, budget: 7_168 },
  ])
  expect(spent.filter(isOver).map(({ name }) => name)).toEqual(['all of inbox'])
})

test('what has no budget is over it', () => {
  const spent = spending([shell, inbox], { routes: {}, release: { shell: 14, inbox: 8 } })
  expect(spent.filter(isOver).map(({ name }) => name)).toEqual(['page of inbox'])
})

test('a new remote has the budget of all that are not named', () => {
  const budgets = { routes: { '*': 13 }, release: { shell: 14, '*': 7 } }
  expect(spending([shell, inbox], budgets).map(({ budget }) => budget)).toEqual([13_312, 14_336, 7_168])
})

test('without a file of budgets nothing is over', () => {
  const spent = spending([shell, inbox], readBudgets(path.join(import.meta.dirname, 'no-such-file.json')))
  expect(spent.filter(isOver)).toEqual([])
})

test('the budgets of this repository can be read', () => {
  expect(Object.keys(readBudgets(path.join(import.meta.dirname, '../../../../budgets.json')).routes)).toContain('inbox')
})

const createAnalysis = (sizes: Readonly<Record<string, number>>): Analysis => ({
  builds: [],
  firstLoads: [],
  repeated: [],
  sharing: [],
  vendors: [],
  spending: Object.entries(sizes).map(([name, spent]) => ({ name, spent, budget: 1000 })),
})

test('reports what grew, what is new and what is gone, and leaves out what stayed', () => {
  const before = createAnalysis({ 'page of inbox': 100, 'all of old': 5, 'all of shell': 40 })
  const after = createAnalysis({ 'page of inbox': 120, 'all of new': 7, 'all of shell': 40 })
  expect(differences(before, after)).toEqual([
    { name: 'page of inbox', before: 100, after: 120 },
    { name: 'all of new', before: 0, after: 7 },
    { name: 'all of old', before: 5, after: 0 },
  ])
})

const withModules = (
  name: string,
  modules: readonly (readonly [owner: string, file: string, size: number])[],
): AnalysedBuild => ({
  name,
  version: '0123456789ab',
  entry: 'x.js',
  exposes: {},
  files: [{ file: 'x.js', size: 0, brotli: 0, modules: modules.map(([owner, file, size]) => ({ owner, file, size })) }],
})

test('only what is in several builds is repeated, and one copy is always needed', () => {
  const repeated = repeatedModules([
    withModules('inbox', [
      ['dates', 'a.js', 100],
      ['dates', 'b.js', 10],
      ['webpack', 'runtime', 50],
    ]),
    withModules('search', [
      ['dates', 'a.js', 80],
      ['own', 'c.js', 5],
      ['webpack', 'runtime', 50],
    ]),
  ])
  expect(repeated).toEqual([{ owner: 'dates', builds: { inbox: 100, search: 80 }, saving: 80 }])
})
