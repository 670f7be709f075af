import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'

const program = path.resolve(import.meta.dirname, '../../platform/cli/src/main.ts')

test('the same source in another folder gives the same bytes', async () => {
  test.setTimeout(300_000)
  const { stdout } = await promisify(execFile)(process.execPath, [program, 'reproduce', 'inspector'])
  expect(stdout).toMatch(/^inspector [0-9a-f]{12}: \d+ files, the same in both folders\n$/)
})
