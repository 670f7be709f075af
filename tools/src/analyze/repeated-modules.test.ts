import { expect, test } from '@jest/globals'
import type { Piece } from './read-piece.ts'
import { repeatedModules } from './repeated-modules.ts'

const aPiece = (name: string, modules: readonly (readonly [owner: string, file: string, size: number])[]): Piece => ({
  name,
  version: '0123456789ab',
  entry: 'x.js',
  exposes: {},
  files: [{ file: 'x.js', size: 0, brotli: 0, modules: modules.map(([owner, file, size]) => ({ owner, file, size })) }],
})

test('only what is in several builds is repeated, and one copy is always needed', () => {
  const repeated = repeatedModules([
    aPiece('inbox', [['dates', 'a.js', 100], ['dates', 'b.js', 10], ['webpack', 'runtime', 50]]),
    aPiece('search', [['dates', 'a.js', 80], ['own', 'c.js', 5], ['webpack', 'runtime', 50]]),
  ])
  expect(repeated).toEqual([{ owner: 'dates', pieces: { inbox: 100, search: 80 }, saving: 80 }])
})
