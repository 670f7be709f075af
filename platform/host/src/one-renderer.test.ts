import { expect, jest, test } from '@jest/globals'
import { watchRenderers } from './page-guards.ts'

test('a second react-dom is reported by name and version', () => {
  const onSecond = jest.fn<(error: Error) => void>()
  watchRenderers(onSecond)
  const hook = Reflect.get(globalThis, '__REACT_DEVTOOLS_GLOBAL_HOOK__') as { inject: (renderer: object) => number }
  hook.inject({ version: '19.3.1' })
  expect(onSecond).not.toHaveBeenCalled()
  hook.inject({ version: '18.0.0' })
  expect(onSecond.mock.calls[0]?.[0].message).toMatch(/react-dom 18\.0\.0 .*beside 19\.3\.1/)
})
