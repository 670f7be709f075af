import { describe, expect, test } from '@jest/globals'
import { emailBuilder, partBuilder } from '@atrium/mail/testing'
import { attachedFiles, bodyOf, isPicture, previewKindOf } from './content.ts'

const value = (text: string, isTruncated = false) => ({ value: text, isEncodingProblem: false, isTruncated })
const html = partBuilder({ partId: '2', type: 'text/html' })

describe('the body of a message', () => {
  test('is its HTML when it has any', () => {
    const email = emailBuilder({ htmlBody: [html], bodyValues: { 1: value('plain'), 2: value('<b>rich</b>') } })
    expect(bodyOf(email).content.html).toBe('<b>rich</b>')
  })

  test('is its text otherwise, and never read as markup', () => {
    const email = emailBuilder({ bodyValues: { 1: value('<b>not rich</b>') } })
    expect(bodyOf(email).content).toEqual({ text: '<b>not rich</b>' })
  })

  test('is the text of its HTML where the reader wants text and there is no other', () => {
    const email = emailBuilder({ htmlBody: [html], textBody: [html], bodyValues: { 2: value('<p>a <b>b</b></p>') } })
    expect(bodyOf(email, true).content).toEqual({ text: 'a b' })
  })

  test('of several parts keeps their order, and text among HTML stays text', () => {
    const picture = partBuilder({ partId: null, type: 'image/png', cid: 'a"b' })
    const email = emailBuilder({
      htmlBody: [partBuilder(), html, picture],
      bodyValues: { 1: value('1 < 2'), 2: value('<i>x</i>') },
    })
    expect(bodyOf(email).content.html).toBe('<pre>1 &lt; 2</pre>\n<i>x</i>\n<p><img src="cid:a&quot;b"></p>')
  })

  test('says when the server has more of it', () => {
    expect(bodyOf(emailBuilder({ bodyValues: { 1: value('long', true) } })).truncated).toBe(true)
    expect(bodyOf(emailBuilder()).truncated).toBe(false)
  })

  test('is empty when there is nothing but space', () => {
    expect(bodyOf(emailBuilder({ bodyValues: { 1: value(' \n') } })).empty).toBe(true)
    expect(bodyOf(emailBuilder({ textBody: [], htmlBody: [] })).empty).toBe(true)
  })
})

const logo = partBuilder({ partId: null, blobId: 'logo', type: 'image/png', cid: 'logo@x', disposition: 'inline' })
const report = partBuilder({ partId: null, blobId: 'report', type: 'application/pdf', name: 'report.pdf' })
const htmlPart = partBuilder({ partId: '2', type: 'text/html' })
const withHtml = (text: string) => ({
  htmlBody: [htmlPart],
  bodyValues: { 2: { value: text, isEncodingProblem: false, isTruncated: false } },
})

describe('the files of a message', () => {
  test('leave out a picture that stands in the text', () => {
    const email = emailBuilder({ ...withHtml('<img src="cid:logo@x">'), attachments: [logo, report] })
    expect(attachedFiles(email).map(({ blobId }) => blobId)).toEqual(['report'])
  })

  test('keep a picture that no text refers to', () => {
    const email = emailBuilder({ ...withHtml('<p>Hello</p>'), attachments: [logo] })
    expect(attachedFiles(email)).toEqual([logo])
  })

  test('include a body part that cannot be rendered', () => {
    const sound = partBuilder({ blobId: 'sound', type: 'audio/mpeg', partId: null })
    expect(attachedFiles(emailBuilder({ htmlBody: [sound] }))).toEqual([sound])
  })

  test('are rendered only when they run nothing', () => {
    expect(isPicture(logo)).toBe(true)
    expect(isPicture(partBuilder({ type: 'image/svg+xml' }))).toBe(false)
  })

  test.each([
    ['image/png', 'picture'],
    ['image/svg+xml', null],
    ['text/html', null],
    ['application/pdf', null],
    ['text/plain', 'text'],
    ['message/rfc822', 'message'],
    ['message/delivery-status', 'text'],
  ])('of type %s are previewed as %s', (type, kind) => {
    expect(previewKindOf(partBuilder({ type }))).toBe(kind)
    expect(previewKindOf(partBuilder({ type, size: 1e9 }))).toBeNull()
  })
})
