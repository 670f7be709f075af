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

const shell = aPiece('shell', { './start': ['main.js'] }, { 'main.js': 100, 'lazy.js': 40 })
const inbox = aPiece('inbox', { './page': ['page.js'] }, { 'remoteEntry.js': 3, 'page.js': 20, 'lazy.js': 50 })

test('a page costs what it needs at once, of the shell and of its remote', () => {
  const spent = spending([shell, inbox], { routes: { inbox: 123 }, pieces: { shell: 140, inbox: 70 } })
  expect(spent).toEqual([
    { name: 'page of inbox', spent: 123, budget: 123 },
    { name: 'all of shell', spent: 140, budget: 140 },
    { name: 'all of inbox', spent: 73, budget: 70 },
  ])
  expect(spent.filter(isOver).map(({ name }) => name)).toEqual(['all of inbox'])
})

test('what has no budget is over it', () => {
  const spent = spending([shell, inbox], { routes: {}, pieces: { shell: 140, inbox: 73 } })
  expect(spent.filter(isOver).map(({ name }) => name)).toEqual(['page of inbox'])
})

test('the budgets of this repository can be read', () => {
  expect(Object.keys(readBudgets().routes)).toContain('inbox')
})
