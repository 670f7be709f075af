import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@jest/globals'
import { root } from './source-files.ts'

const runner = path.join(root, 'tools/run.mjs')
const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>
}

test('every root script runs a program that exists, also one with a digit in its name', () => {
  const program = `const { programOf } = await import(${JSON.stringify(runner)}); process.stdout.write(JSON.stringify(${JSON.stringify(Object.keys(scripts))}.map((name) => programOf(name)[0])))`
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' })
  const programs = JSON.parse(stdout) as string[]
  expect(programs).toHaveLength(Object.keys(scripts).length)
  expect(programs.filter((file) => !existsSync(file))).toEqual([])
})

test('an unknown command is refused with the commands there are', () => {
  const { status, stderr } = spawnSync(process.execPath, [runner, 'e3e'], { encoding: 'utf8' })
  expect(status).not.toBe(0)
  expect(stderr).toContain('Unknown command "e3e"')
  expect(stderr).toContain('e2e')
})
