import { expect, test } from '@jest/globals'
import { candidates, commands, usage, usageOf } from './commands.ts'
import { commands as onStore } from './release/command.ts'

/** Lines and columns of the smallest usual terminal. */
const screen = { lines: 24, columns: 80 }

test('every command on the store is a command of the program', () => {
  expect(Object.keys(onStore).filter((name) => !Object.hasOwn(commands, name))).toEqual([])
})

test.each(Object.entries(commands))('the help of %s fits a screen', (name, command) => {
  const lines = usageOf(name, command).split('\n')
  expect(lines.length).toBeLessThanOrEqual(screen.lines)
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(screen.columns)
})

test('the list of commands fits a screen', () => {
  const lines = usage().split('\n')
  expect(lines.length).toBeLessThanOrEqual(screen.lines)
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(screen.columns)
})

test('a shell completes commands, names of packages and options', () => {
  const names = () => ['shell', 'inbox', 'search']
  expect(candidates(['ro'], names)).toEqual(['rollback'])
  expect(candidates(['rollback', 'in'], names)).toEqual(['inbox'])
  expect(candidates(['release', 'inbox', '--ca'], names)).toEqual(['--canary'])
  expect(candidates(['status', ''], names)).toEqual([])
  expect(candidates(['completion', 'z'], names)).toEqual(['zsh'])
  expect(candidates(['constructor', ''], names)).toEqual([])
})

test.each(['flag', 'grant', 'rollback'])('wrong arguments of %s point to its own help', async (name) => {
  const run = await commands[name]?.load()
  await expect(run?.(['--no-such-option'])).rejects.toThrow(`(atrium ${name} --help)`)
})
