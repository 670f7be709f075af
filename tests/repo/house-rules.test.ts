import { describe, expect, test } from '@jest/globals'
import { codeOf } from './parsed-source.ts'
import { sourceFiles } from './source-files.ts'

const lines = (text: string): number => text.trimEnd().split('\n').length

describe('the size of files', () => {
  test('no source file has more than 500 lines, no test more than 700', () => {
    const long = sourceFiles().filter(({ text, isTest }) => lines(text) > (isTest ? 700 : 500))
    expect(long.map(({ file }) => file)).toEqual([])
  })
})

describe('names', () => {
  test('files are in kebab-case', () => {
    const odd = sourceFiles().filter(
      ({ file }) => !/^[a-z0-9-]+(\.(test|spec|config))?\.tsx?$/.test(file.split('/').at(-1) ?? ''),
    )
    expect(odd.map(({ file }) => file)).toEqual([])
  })

  test('folders are nouns of the domain', () => {
    const vague = /\/(utils?|common|helpers?|components|hooks|misc|lib)\//
    expect(
      sourceFiles()
        .filter(({ file }) => vague.test(file))
        .map(({ file }) => file),
    ).toEqual([])
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
    const found = sourceFiles().filter(
      ({ file, text }) => file.startsWith('remotes/') && text.includes('instanceof AtriumError'),
    )
    expect(found.map(({ file }) => file)).toEqual([])
  })

  test('packages list what they export', () => {
    expect(
      sourceFiles()
        .filter(({ text }) => starExport.test(text))
        .map(({ file }) => file),
    ).toEqual([])
  })
})
