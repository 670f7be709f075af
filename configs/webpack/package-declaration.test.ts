import { describe, expect, test } from '@jest/globals'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { findProject } from '@atrium/cli/project'
import { remotePackage, takenFromHost } from './package-declaration.ts'

function folderWith(atrium: object, more: object = {}): string {
  const folder = path.join(mkdtempSync(path.join(os.tmpdir(), 'atrium-package-')), 'bookings')
  mkdirSync(path.join(folder, 'src/exposes'), { recursive: true })
  for (const file of ['page.tsx', 'next.ts'])
    writeFileSync(path.join(folder, 'src/exposes', file), 'export default 1\n')
  writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({ name: '@atrium/bookings', version: '1.2.0', atrium, ...more }),
  )
  return folder
}

const read = (atrium: object, more: object = {}) => remotePackage(findProject(), folderWith(atrium, more))

test('what a remote declares is read with its defaults', () => {
  expect(read({ requires: { 'inbox/unread': '^1.0.0', 'compose/composer': { range: '*', optional: true } } })).toEqual({
    name: 'bookings',
    contract: 1,
    platform: expect.stringMatching(/^\^\d+\.\d+\.\d+$/),
    packageVersion: '1.2.0',
    requires: { 'inbox/unread': { range: '^1.0.0' }, 'compose/composer': { range: '*', optional: true } },
  })
})

test('the policy that a remote asks for is in its record', () => {
  const policy = { connect: ['https://api.example'], trustedTypes: ['vue'] }
  expect(read({ policy })).toMatchObject({ policy })
})

test.each([
  ['a slot that no host has', { slots: { rial: [{ module: './page' }] } }, {}, 'unknown slot "rial"'],
  ['a module that it does not expose', { slots: { rail: [{ module: './list' }] } }, {}, 'Available: ./next, ./page'],
  ['a field that a slot needs', { slots: { 'settings.section': [{ module: './page' }] } }, {}, 'needs "title"'],
  [
    'a range that is none',
    { requires: { 'inbox/unread': 'latest' } },
    {},
    'atrium → requires → inbox/unread: must be a range',
  ],
  ['a range in full that is none', { requires: { 'inbox/unread': { range: 'new' } } }, {}, 'range: must be a range'],
  ['a name that is none', { requires: { inbox: '^1.0.0' } }, {}, 'must be a federated name'],
  ['its own module', { requires: { 'bookings/next': '^1.0.0' } }, {}, 'imports its own modules'],
  ['a platform that is none', { platform: 'two' }, {}, 'atrium → platform: must be a range'],
  ['a version that is none', {}, { version: '1.0' }, 'version: must be a version of three numbers'],
  ['a source that is none', { policy: { connect: ['*'] } }, {}, 'atrium → policy → connect → 0: "*" is no source here'],
  [
    'a policy that hosts may not know',
    { policy: { img: ['https://a.example'] }, platform: '^2.1.0' },
    {},
    'hosts before 2.2.0 do not know it',
  ],
  ['a field that there is not', { navigatoin: {} }, {}, 'navigatoin'],
  ['another name', {}, { name: '@atrium/other' }, 'lists no remote "other" with this folder'],
])('%s is refused, with what is wrong and where', (_, atrium, more, message) => {
  expect(() => read(atrium, more)).toThrow(message)
  expect(() => read(atrium, more)).toThrow(/bookings\/package\.json: /)
})

describe('libraries of its own', () => {
  const taken = (own: readonly string[]) => takenFromHost(findProject(), folderWith({ own }))

  test('are not taken from the host, nor are their subpaths', () => {
    expect(taken([])).toEqual(expect.arrayContaining(['react', 'react/jsx-runtime', 'react-dom']))
    const others = taken(['react', 'react-dom'])
    expect(others.filter((library) => library.startsWith('react'))).toEqual([])
    expect(others).toContain('@atrium/remote')
  })

  test('are refused when they are not shared, or must be one in the page', () => {
    expect(() => taken(['vue'])).toThrow(/package\.json: atrium → own: vue is not shared.* Shared: react, /)
    expect(() => taken(['@atrium/remote'])).toThrow('@atrium/remote exists once in a page')
  })
})
