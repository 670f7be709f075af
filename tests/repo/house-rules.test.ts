import { describe, expect, test } from '@jest/globals'
import { codeOf } from './parsed-source.ts'
import { sourceFiles } from './source-files.ts'

const lines = (text: string): number => text.trimEnd().split('\n').length
const source = sourceFiles().filter(({ isTest }) => !isTest)

describe('the size of files', () => {
  const sizes = source.map(({ file, text }) => ({ file, size: lines(text) })).toSorted((a, b) => a.size - b.size)

  test('no source file has more than 300 lines, no test more than 400', () => {
    const tests = sourceFiles().filter(({ isTest }) => isTest)
    expect([
      ...sizes.filter(({ size }) => size > 300),
      ...tests.filter(({ text }) => lines(text) > 400).map(({ file }) => file),
    ]).toEqual([])
  })

  test('half of them have at most 60 lines, nine of ten at most 200', () => {
    expect(sizes[Math.floor(sizes.length * 0.5)]?.size).toBeLessThanOrEqual(60)
    expect(sizes[Math.floor(sizes.length * 0.9)]?.size).toBeLessThanOrEqual(200)
  })
})

describe('names', () => {
  test('files are in kebab-case', () => {
    const odd = sourceFiles().filter(({ file }) => !/^[a-z0-9-]+(\.(test|spec|config))?\.tsx?$/.test(file.split('/').at(-1) ?? ''))
    expect(odd.map(({ file }) => file)).toEqual([])
  })

  test('folders are nouns of the domain', () => {
    const vague = /\/(utils?|common|helpers?|components|hooks|misc|lib)\//
    expect(sourceFiles().filter(({ file }) => vague.test(file)).map(({ file }) => file)).toEqual([])
  })
})

describe('escapes', () => {
  const starExport = /^export \* from/m

  test('nothing escapes from the type checker or the linter', () => {
    const directives = /(@ts-(ignore|nocheck|expect-error)|(eslint|oxlint)-disable)/
    const types = /(\bas any\b|: any\b|<any>)/
    const found = sourceFiles()
      .filter(({ file }) => !file.startsWith('tests/repo/'))
      .filter(({ text }) => directives.test(text) || types.test(codeOf(text)))
    expect(found.map(({ file }) => file)).toEqual([])
  })

  test('no remote knows an error by its class, of which every bundle has a copy', () => {
    const found = sourceFiles().filter(({ file, text }) => file.startsWith('remotes/') && text.includes('instanceof AtriumError'))
    expect(found.map(({ file }) => file)).toEqual([])
  })

  test('packages list what they export', () => {
    expect(sourceFiles().filter(({ text }) => starExport.test(text)).map(({ file }) => file)).toEqual([])
  })
})
