import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'atrium-cli-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const run = (...args: readonly string[]): { status: number | null; stdout: string } =>
  spawnSync(process.execPath, [path.join(import.meta.dirname, 'main.ts'), ...args], {
    encoding: 'utf8',
    env: { ...process.env, DATA_DIR: folder, ATRIUM_MAIL_DOMAIN: 'mail.test' },
  })

test('an import says which messages failed, and ends with an exit code other than 0', () => {
  expect(run('account', 'add', 'ada', '--password', 'long enough to be one').status).toBe(0)
  const whole = path.join(folder, 'whole.mbox')
  writeFileSync(whole, 'From a@b Mon Jan  5 10:00:00 2026\nSubject: one\n\nx\n')
  expect(run('import', 'ada', whole)).toMatchObject({ status: 0, stdout: expect.stringContaining('1 added') })

  const broken = path.join(folder, 'broken.mbox')
  writeFileSync(broken, 'lost words\nFrom a@b Mon Jan  5 10:00:00 2026\nSubject: two\n\nx\n')
  const result = run('import', 'ada', broken)
  expect(result.status).toBe(1)
  expect(result.stdout).toContain('1 added, 0 skipped (imported before), 1 failed')
  expect(result.stdout).toContain('broken.mbox, before the first message is no message')
}, 60_000)
