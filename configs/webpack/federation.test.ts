import { expect, test } from '@jest/globals'
import { existsSync, globSync } from 'node:fs'
import path from 'node:path'
import { findProject } from '@atrium/cli/project'
import { leanRuntime, leftOutFiles } from './federation.ts'

/** Folder of the installed packages of the federation runtime, each of which occurs once. */
const installed = globSync('node_modules/.pnpm/*/node_modules/@module-federation', { cwd: findProject().root }).map(
  (folder) => findProject().at(folder),
)

test.each(leftOutFiles.map(({ file }) => file))('%s is a file of the installed federation runtime', (file) => {
  const found = installed.map((folder) => path.join(folder, file)).filter((each) => existsSync(each))
  expect(found).not.toEqual([])
  expect(leanRuntime.some(({ test: rule }) => rule instanceof RegExp && rule.test(found[0] ?? ''))).toBe(true)
})
