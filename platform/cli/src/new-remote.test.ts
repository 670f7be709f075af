import { expect, test } from '@jest/globals'
import { findProject } from './project.ts'
import { checkName, lockLikeOthers } from './new-remote.ts'

const project = findProject()

test.each(['calendar', 'my-notes', 'team-2'])('%s is a valid name', (name) => {
  expect(checkName(project, name)).toBeUndefined()
})

test.each(['Calendar', '1abc', 'my_notes', 'my--notes', '-notes', 'notes-', '../notes', 'a/b', 'été', 'a'.repeat(41)])(
  '%s is not a valid name',
  (name) => expect(checkName(project, name)).toContain('is not a valid name'),
)

test.each([
  'shell',
  'server',
  'tests',
  'mail',
  'ui',
  'mail-contracts',
  'protocol',
  'releases',
  'api',
  'mail-frame',
  'dev',
  'local',
  'rollback',
  'constructor',
])('%s is reserved', (name) => expect(checkName(project, name)).toContain('is reserved'))

test('a missing name is requested', () => {
  expect(checkName(project, '')).toContain('Specify a name')
})

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
  [
    'calendar',
    'before its successor',
    lockfile.replace('  remotes/inbox', () => `${section.replace('inbox', 'calendar')}  remotes/inbox`),
  ],
  [
    'notes',
    'behind its predecessor',
    lockfile.replace('  server', () => `${section.replace('inbox', 'notes')}  server`),
  ],
  [
    'inbox-next',
    'behind the one whose name it continues',
    lockfile.replace('  server', () => `${section.replace('inbox', 'inbox-next')}  server`),
  ],
])('%s is locked like the others, %s', (name, _, expected) => {
  expect(lockLikeOthers(lockfile, `remotes/${name}`, manifest)).toBe(expected)
})

test('replaces what a removed remote of that name has left', () => {
  const once = lockLikeOthers(lockfile, 'remotes/notes', { dependencies: { react: 'catalog:' } }) ?? ''
  expect(lockLikeOthers(once, 'remotes/notes', manifest)).toBe(lockLikeOthers(lockfile, 'remotes/notes', manifest))
})

test('leaves to the package manager what no other remote depends on', () => {
  expect(lockLikeOthers(lockfile, 'remotes/notes', { dependencies: { fastify: 'catalog:' } })).toBeUndefined()
})
