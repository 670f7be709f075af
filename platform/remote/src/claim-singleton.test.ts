import { expect, test } from '@jest/globals'
import { claimSingleton } from './claim-singleton.ts'

test('a second copy of a singleton is refused by name', () => {
  claimSingleton('@example/store')
  expect(() => claimSingleton('@example/store')).toThrow(/SECOND_COPY|twice.*@example\/store/)
})
