import { readFileSync } from 'node:fs'
import path from 'node:path'
import { mailErrorCodes } from '@atrium/mail-contracts'
import { errorCodes } from '@atrium/protocol'
import { expect, test } from '@jest/globals'
import { root } from './source-files.ts'

test('every error code has a heading and a paragraph in docs/errors.md, and no other code has', () => {
  const sections = readFileSync(path.join(root, 'docs/errors.md'), 'utf8').split(/^### /m).slice(1)
  const documented = sections
    .filter((section) => /^[A-Z_]+\n\n\S/.test(section))
    .map((section) => section.split('\n')[0])
  expect(documented.sort()).toEqual([...Object.keys(errorCodes), ...Object.keys(mailErrorCodes)].sort())
})

test('no code is both of the platform and of the product', () => {
  expect(Object.keys(mailErrorCodes).filter((code) => Object.hasOwn(errorCodes, code))).toEqual([])
})
