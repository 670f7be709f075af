import { describe, expect, test } from '@jest/globals'
import { aMessage, aPart } from '../testing/a-message.ts'
import { attachedFiles, isPicture } from './attached-files.ts'
import { fileSize } from './file-size.ts'

const logo = aPart({ partId: null, blobId: 'logo', type: 'image/png', cid: 'logo@x', disposition: 'inline' })
const report = aPart({ partId: null, blobId: 'report', type: 'application/pdf', name: 'report.pdf' })
const html = aPart({ partId: '2', type: 'text/html' })
const withHtml = (text: string) => ({
  htmlBody: [html],
  bodyValues: { 2: { value: text, isEncodingProblem: false, isTruncated: false } },
})

describe('the files of a message', () => {
  test('leave out a picture that stands in the text', () => {
    const email = aMessage({ ...withHtml('<img src="cid:logo@x">'), attachments: [logo, report] })
    expect(attachedFiles(email).map(({ blobId }) => blobId)).toEqual(['report'])
  })

  test('keep a picture that no text refers to', () => {
    const email = aMessage({ ...withHtml('<p>Hello</p>'), attachments: [logo] })
    expect(attachedFiles(email)).toEqual([logo])
  })

  test('keep what a part of the body is and nobody can draw', () => {
    const sound = aPart({ blobId: 'sound', type: 'audio/mpeg', partId: null })
    expect(attachedFiles(aMessage({ htmlBody: [sound] }))).toEqual([sound])
  })

  test('are drawn only when they can run nothing', () => {
    expect(isPicture(logo)).toBe(true)
    expect(isPicture(aPart({ type: 'image/svg+xml' }))).toBe(false)
  })
})

test('a size is short and in the language', () => {
  expect(fileSize(512, 'en')).toBe('512B')
  expect(fileSize(1234, 'en')).toBe('1.2 kB')
  expect(fileSize(25_400_000, 'de')).toBe('25 MB')
})
