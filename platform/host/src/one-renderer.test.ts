import { describe, expect, jest, test } from '@jest/globals'
import type { ReleaseRecord } from '@atrium/protocol'
import { allowOwnRoot, watchRenderers } from './page-guards.ts'

test('a second react-dom is reported by name and version', () => {
  const onSecond = jest.fn<(error: Error) => void>()
  watchRenderers(onSecond)
  const hook = Reflect.get(globalThis, '__REACT_DEVTOOLS_GLOBAL_HOOK__') as { inject: (renderer: object) => number }
  hook.inject({ version: '19.3.1' })
  expect(onSecond).not.toHaveBeenCalled()
  hook.inject({ version: '18.0.0' })
  expect(onSecond.mock.calls[0]?.[0].message).toMatch(/react-dom 18\.0\.0 .*beside 19\.3\.1/)
})

describe('a renderer beside that of the host', () => {
  const address = 'https://remotes.example/charts/0123456789ab/'
  const release = (shapes: ReleaseRecord['shapes']): ReleaseRecord => ({
    schema: 1,
    name: 'charts',
    version: '0123456789ab',
    contract: 1,
    platform: '^2.0.0',
    entry: 'remoteEntry.js',
    global: 'charts_0123456789ab',
    exposes: { './page': [] },
    files: {},
    ...(shapes ? { shapes } : {}),
  })

  /** Reports of a second renderer whose code is at an address. */
  function reportsOf(from: string, shapes: ReleaseRecord['shapes']): string[] {
    const reports: string[] = []
    Reflect.deleteProperty(globalThis, '__REACT_DEVTOOLS_GLOBAL_HOOK__')
    watchRenderers(({ message }) => void reports.push(message))
    const hook = Reflect.get(globalThis, '__REACT_DEVTOOLS_GLOBAL_HOOK__') as { inject: (renderer: object) => number }
    hook.inject({ version: '19.3.1' })
    allowOwnRoot(release(shapes), address)
    const captured = jest.spyOn(globalThis, 'Error').mockImplementation(() => {
      const error = Object.create(Error.prototype) as Error
      error.stack = `Error\n    at inject\n    at register (${from}js/page.js:1:2)`
      return error
    })
    try {
      hook.inject({ version: '18.0.0' })
    } finally {
      captured.mockRestore()
    }
    return reports
  }

  test('is nothing wrong in a release whose view has a root of its own', () => {
    expect(reportsOf(address, { './page': { mount: 'function' } })).toEqual([])
  })

  test('is reported of a release that exports a component, and of any other address', () => {
    expect(reportsOf('https://remotes.example/other/0123456789ab/', { './page': { mount: 'function' } })).toEqual([
      expect.stringContaining('react-dom 18.0.0 from https://remotes.example/other/'),
    ])
  })
})
