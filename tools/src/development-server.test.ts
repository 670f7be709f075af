import { expect, test } from '@jest/globals'
import { withoutKeys } from '@atrium/cli'
import { parseConfig } from '@atrium/server'

test('the server starts with the environment that the command line leaves it', () => {
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
  expect(parseConfig(environment).registryKeys).toEqual(['A'.repeat(43)])
})
