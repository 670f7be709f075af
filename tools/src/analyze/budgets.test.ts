import { expect, test } from '@jest/globals'
import { isOver, readBudgets, spending } from './budgets.ts'
import type { Piece } from './read-piece.ts'

const aPiece = (name: string, exposes: Piece['exposes'], sizes: Readonly<Record<string, number>>): Piece => ({
  name,
  version: '0123456789ab',
  entry: 'remoteEntry.js',
  exposes,
  files: Object.entries(sizes).map(([file, brotli]) => ({ file, brotli, size: brotli * 3, modules: [] })),
})

const shell = aPiece('shell', { './start': ['main.js'] }, { 'main.js': 10_000, 'lazy.js': 4_000 })
const inbox = aPiece('inbox', { './page': ['page.js'] }, { 'remoteEntry.js': 300, 'page.js': 2_000, 'lazy.js': 5_000 })

test('a page costs what it needs at once, of the shell and of its remote', () => {
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

test('the budgets of this repository can be read', () => {
  expect(Object.keys(readBudgets().routes)).toContain('inbox')
})
