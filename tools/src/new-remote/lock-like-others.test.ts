import { expect, test } from '@jest/globals'
import { lockLikeOthers } from './lock-like-others.ts'

const lockfile = `lockfileVersion: '9.0'

importers:

  remotes/inbox:
    dependencies:
      '@atrium/ui':
        specifier: workspace:*
        version: link:../../shared/ui
      react:
        specifier: 'catalog:'
        version: 19.3.1
    devDependencies:
      '@types/react':
        specifier: 'catalog:'
        version: 19.3.0

  server:
    dependencies:
      fastify:
        specifier: 'catalog:'
        version: 5.12.0

packages:
`

const manifest = {
  dependencies: { react: 'catalog:', '@atrium/ui': 'workspace:*' },
  devDependencies: { '@types/react': 'catalog:' },
}

const section = /  remotes\/inbox:\n[\s\S]*?\n\n/.exec(lockfile)?.[0] ?? ''

test.each([
  ['calendar', 'before its successor', lockfile.replace('  remotes/inbox', () => `${section.replace('inbox', 'calendar')}  remotes/inbox`)],
  ['notes', 'behind its predecessor', lockfile.replace('  server', () => `${section.replace('inbox', 'notes')}  server`)],
])('%s is locked as the others are, %s', (name, _, expected) => {
  expect(lockLikeOthers(lockfile, name, manifest)).toBe(expected)
})

test('what a removed remote of that name has left is replaced', () => {
  const once = lockLikeOthers(lockfile, 'notes', { dependencies: { react: 'catalog:' } }) ?? ''
  expect(lockLikeOthers(once, 'notes', manifest)).toBe(lockLikeOthers(lockfile, 'notes', manifest))
})

test('what no other remote depends on is left to the package manager', () => {
  expect(lockLikeOthers(lockfile, 'notes', { dependencies: { fastify: 'catalog:' } })).toBeUndefined()
})
