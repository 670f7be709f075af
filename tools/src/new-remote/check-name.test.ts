import { expect, test } from '@jest/globals'
import { checkName } from './check-name.ts'

test.each(['calendar', 'my-notes', 'team-2'])('%s is a name', (name) => {
  expect(checkName(name)).toBeUndefined()
})

test.each(['Calendar', '1abc', 'my_notes', 'my--notes', '-notes', 'notes-', '../notes', 'a/b', 'été', 'a'.repeat(41)])(
  '%s is no name',
  (name) => expect(checkName(name)).toContain('is no name for a remote'),
)

test.each(['shell', 'server', 'tests', 'mail', 'ui', 'mail-contracts', 'protocol', 'releases', 'api', 'mail-frame', 'dev', 'local', 'rollback', 'constructor'])(
  '%s means something else',
  (name) => expect(checkName(name)).toContain('is taken by the workspace itself'),
)

test('no name is asked for', () => {
  expect(checkName('')).toContain('say which')
})
