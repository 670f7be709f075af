import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { root } from './source-files.ts'

const read = (file: string): string => readFileSync(path.join(root, file), 'utf8')
const readme = read('README.md')
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }

/** First cells of the table below a heading, without their back ticks. */
const firstCells = (heading: string): string[] =>
  (readme.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|')[1]?.replaceAll('`', '').trim() ?? '')

describe('the README', () => {
  test('has at most 150 lines', () => {
    expect(readme.split('\n').length).toBeLessThanOrEqual(150)
  })

  test('lists exactly the root scripts', () => {
    const listed = firstCells('Commands').map((command) => command.replace(/^npm (run )?/, ''))
    expect(listed.toSorted()).toEqual(Object.keys(scripts).toSorted())
  })

  test('lists every package, and remotes that exist: a new one needs no row', () => {
    const folders = (group: string) =>
      readdirSync(path.join(root, group))
        .filter((name) => existsSync(path.join(root, group, name, 'package.json')))
        .map((name) => `${group}/${name}/`)
    const packages = [
      ...folders('platform'),
      ...folders('remotes'),
      ...folders('shared'),
      'shell/',
      'server/',
      'configs/',
      'tools/',
      'tests/',
    ]
    const listed = firstCells('Packages')
    const needed = packages.filter((name) => !name.startsWith('remotes/'))
    expect(listed.filter((name) => !packages.includes(name))).toEqual([])
    expect(needed.filter((name) => !listed.includes(name))).toEqual([])
  })
})

test('the configuration page lists every variable the server reads', () => {
  const schema = read('server/src/config.ts') + read('server/src/mail-config.ts')
  const variables = [...schema.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map((match) => match[1] ?? '')
  const listed = [...read('docs/configuration.md').matchAll(/^\| `([A-Z_]+)`/gm)].map((match) => match[1] ?? '')
  expect(variables.length).toBeGreaterThan(10)
  expect(listed.toSorted()).toEqual(variables.toSorted())
})
