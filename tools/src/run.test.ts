import { describe, expect, test } from '@jest/globals'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { programOf } from '../run.mjs'
import { root } from './steps.ts'

const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>
}

describe('the entry of the root scripts', () => {
  test.each(Object.keys(scripts))('has a program for %s', (name) => {
    expect(scripts[name]).toBe(`node tools/run.mjs ${name}`)
    expect(existsSync(programOf(name)[0] ?? '')).toBe(true)
  })

  test.each(['e3e', '../x', 'toString'])('refuses %s and lists what is available', (name) => {
    expect(() => programOf(name)).toThrow(`Unknown command "${name}". Available: start, test,`)
  })

  test('requests a command when there is none', () => {
    expect(() => programOf('')).toThrow('Specify a command. Available:')
  })
})
