import { expect, test } from '@jest/globals'
import { parseConfig } from '@atrium/server'
import { withoutKeys } from './without-keys.ts'

test('a server is given the public keys alone, and starts wherever the private ones are named', () => {
  const names = ['ATRIUM_REGISTRY_KEY', 'ATRIUM_REGISTRY_KEY_FILE', 'ATRIUM_NEXT_REGISTRY_KEY_FILE', 'ATRIUM_TEAM_KEY_COMMAND']
  const environment = withoutKeys({ ...Object.fromEntries(names.map((name) => [name, 'secret'])), ATRIUM_REGISTRY_KEYS: 'A'.repeat(43) })
  expect(environment).toEqual({ ATRIUM_REGISTRY_KEYS: 'A'.repeat(43) })
  expect(parseConfig(environment).registryKeys).toEqual(['A'.repeat(43)])
})
