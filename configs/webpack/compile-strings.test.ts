import { expect, test } from '@jest/globals'
import { execFileSync } from 'node:child_process'

/** What a catalogue is built to. In a process of its own: the tests cannot load babel. */
function built(messages: string): unknown {
  const script = `
    import { transformSync } from '@babel/core'
    import { compileStrings } from './compile-strings.ts'
    const { code } = transformSync(${JSON.stringify(`defineStrings({ en: ${messages} })`)}, {
      babelrc: false, configFile: false, plugins: [compileStrings],
    })
    console.log(JSON.stringify(new Function('defineStrings', 'return ' + code)((catalogue) => catalogue.en)))`
  const options = { cwd: import.meta.dirname, encoding: 'utf8', stdio: 'pipe' } as const
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], options))
}

test('plurals are compiled, and text and names stay as they are', () => {
  expect(
    built(`{ close: "Close", from: "It's {name}", unread: "{count, plural, one {# new} other {# new ones}}" }`),
  ).toEqual({
    close: 'Close',
    from: "It's {name}",
    unread: [['count', 'plural', { one: ['#', ' new'], other: ['#', ' new ones'] }]],
  })
})

test('a message that is none ends the build, and is named', () => {
  expect(() => built('{ unread: "{count, plural, one {# new}" }')).toThrow('{count, plural, one {# new}')
})
