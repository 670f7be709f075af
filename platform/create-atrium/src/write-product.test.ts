import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { writeProduct, writeTemplate } from './write-product.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'create atrium-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const text = (...file: string[]): string => readFileSync(path.join(folder, ...file), 'utf8')

test('a product has a host, its first remote, and names that belong together', () => {
  const files = writeProduct({ folder, name: 'my-board', remote: 'incidents' })
  expect(files).toContain(path.join('remotes', 'incidents', 'src', 'exposes', 'page.tsx'))
  expect(files.filter((file) => /\{\{\w/.test(text(file)))).toEqual([])
  expect(JSON.parse(text('remotes/incidents/package.json'))).toMatchObject({ name: '@my-board/incidents' })
  expect(JSON.parse(text('registry.json'))).toMatchObject({ remotes: { incidents: {} } })
  expect(text('host/src/start.tsx')).toContain("landingRemote: 'incidents'")
  expect(text('atrium.config.ts')).toContain("scope: '@my-board'")
})

test('every package of Atrium is installed in the version that wrote the product', () => {
  writeProduct({ folder, name: 'board', remote: 'home' })
  const { dependencies, devDependencies } = JSON.parse(text('package.json')) as Record<string, Record<string, string>>
  const atrium = Object.entries({ ...dependencies, ...devDependencies }).filter(([name]) => name.startsWith('@atrium/'))
  const own = JSON.parse(readFileSync(path.join(import.meta.dirname, '../package.json'), 'utf8')) as { version: string }
  expect(atrium.length).toBeGreaterThan(5)
  expect(new Set(atrium.map(([, version]) => version))).toEqual(new Set([own.version]))
})

test.each(['Board', '1board', 'a--b', '', '../board'])('%j is refused as a name', (name) => {
  expect(() => writeProduct({ folder, name, remote: 'home' })).toThrow(`"${name}" is not a valid name`)
})

test('a folder that is not empty stays as it is', () => {
  writeFileSync(path.join(folder, 'notes.txt'), 'mine')
  expect(() => writeProduct({ folder, name: 'board', remote: 'home' })).toThrow('is not empty')
})

test('a folder without the packed packages is refused before anything is written', () => {
  const product = path.join(folder, 'board')
  expect(() => writeProduct({ folder: product, name: 'board', remote: 'home', packages: folder })).toThrow(
    'atrium-protocol-',
  )
  expect(() => text('board', 'package.json')).toThrow()
})

test('an expression in double braces is code, and stays', () => {
  writeFileSync(path.join(folder, 'page.tsx.txt'), '<Slot name="{{name}}" props={{ navigate }} />')
  writeTemplate(folder, path.join(folder, 'out'), { name: 'x' })
  expect(text('out/page.tsx')).toBe('<Slot name="x" props={{ navigate }} />')
})

test('a template with an unknown key names its file', () => {
  writeFileSync(path.join(folder, 'page.tsx.txt'), '{{nmae}}')
  expect(() => writeTemplate(folder, path.join(folder, 'out'), { name: 'x' })).toThrow('page.tsx.txt has {{nmae}}')
})
