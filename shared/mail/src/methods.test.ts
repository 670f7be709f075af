import { expect, test } from '@jest/globals'
import * as v from 'valibot'
import { emailSchema } from './methods.ts'

const part = (contentType: string | null) => ({
  partId: '1',
  blobId: 'B1',
  type: 'text/plain',
  'header:Content-Type': contentType,
})

const email = (contentType: string | null) => ({
  ...{ id: 'M1', threadId: 'T1', blobId: 'B1', receivedAt: '2026-01-05T10:00:00Z' },
  textBody: [part(contentType)],
  htmlBody: [part(contentType)],
  bodyValues: { 1: { value: 'one \ntwo\n> a \n> b', isEncodingProblem: false, isTruncated: false } },
})

test('paragraphs of flowed text are joined when a message is loaded', () => {
  const flowed = v.parse(emailSchema, email('text/plain; format=flowed'))
  expect(flowed.bodyValues['1']?.value).toBe('one two\n> a b')
  const fixed = v.parse(emailSchema, email('text/plain'))
  expect(fixed.bodyValues['1']?.value).toBe('one \ntwo\n> a \n> b')
  expect(v.parse(emailSchema, email(null)).bodyValues['1']?.value).toBe('one \ntwo\n> a \n> b')
})
