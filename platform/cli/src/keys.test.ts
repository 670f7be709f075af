import { expect, test } from '@jest/globals'
import { withoutKeys } from './keys.ts'

test('a program that signs nothing gets the public keys alone', () => {
  const names = [
    'ATRIUM_REGISTRY_KEY',
    'ATRIUM_REGISTRY_KEY_FILE',
    'ATRIUM_NEXT_REGISTRY_KEY_FILE',
    'ATRIUM_TEAM_KEY_COMMAND',
  ]
  const environment = withoutKeys({
    ...Object.fromEntries(names.map((name) => [name, 'secret'])),
    ATRIUM_REGISTRY_KEYS: 'A'.repeat(43),
  })
  expect(environment).toEqual({ ATRIUM_REGISTRY_KEYS: 'A'.repeat(43) })
})
