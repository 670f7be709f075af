import { expect, test } from '@jest/globals'
import { ownerOf } from './failures.ts'

const thrown = (...frames: string[]): Error =>
  Object.assign(new Error('broken'), {
    stack: `Error: broken\n${frames.map((frame) => `    at f (${frame}:1:2)`).join('\n')}`,
  })

const shell = 'https://mail.test/releases/shell/aaaaaaaaaaaa/js/vendor.js'

test('an error belongs to the remote whose code threw it, on any origin', () => {
  expect(ownerOf(thrown('https://cdn.test/inbox/0123456789ab/js/page.1.js', shell))).toEqual({
    remote: 'inbox',
    release: '0123456789ab',
  })
})

test('an error thrown by React on behalf of a remote belongs to the remote', () => {
  expect(ownerOf(thrown(shell, 'https://mail.test/releases/team-calendar/0123456789ab/js/page.1.js')).remote).toBe(
    'team-calendar',
  )
})

test('an error of the shell alone belongs to the shell', () => {
  expect(ownerOf(thrown(shell)).remote).toBe('shell')
})

test('what is no error, or names no release, belongs to no known release', () => {
  expect(ownerOf('text').remote).toBe('unknown')
  expect(
    ownerOf(
      Object.defineProperty(new Error('trap'), 'stack', {
        get: () => {
          throw new Error('trapped')
        },
      }),
    ).remote,
  ).toBe('unknown')
  expect(ownerOf(thrown('https://extension.test/inject.js')).remote).toBe('unknown')
})
