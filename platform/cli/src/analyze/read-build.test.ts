import { expect, test } from '@jest/globals'
import { moduleSizes, sourceName } from './read-build.ts'

test('every byte is counted for its source', () => {
  // AAAA: column 0 of a.js; KCAA: column 5 of the next source, b.js.
  const map = JSON.stringify({ version: 3, sources: ['a.js', 'b.js'], names: [], mappings: 'AAAA,KCAA' })
  expect([...moduleSizes('aaaaabbb', map)]).toEqual([
    ['a.js', 5],
    ['b.js', 3],
  ])
})

test.each([
  ['webpack://shell/./shared/ui/src/button.tsx', 'shared/ui', 'src/button.tsx'],
  ['webpack://inbox_ab12/./remotes/inbox/src/a.ts?1f2e', 'remotes/inbox', 'src/a.ts'],
  [
    'webpack://shell/./node_modules/.pnpm/react-dom@19.3.0_react@19.3.0/node_modules/react-dom/cjs/x.js',
    'react-dom',
    'cjs/x.js',
  ],
  [
    'webpack://shell/./node_modules/.pnpm/@tanstack+query-core@5.1.0/node_modules/@tanstack/query-core/build/a.js',
    '@tanstack/query-core',
    'build/a.js',
  ],
  ['webpack://shell/webpack/runtime/load script', 'webpack', 'webpack/runtime/load script'],
])('%s belongs to %s', (source, owner, file) => {
  expect(sourceName(source)).toEqual({ owner, file })
})
