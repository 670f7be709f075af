import { describe, expect, test } from '@jest/globals'
import { aMessage, aPart } from '../testing/a-message.ts'
import { bodyOf } from './body-of.ts'

const value = (text: string, isTruncated = false) => ({ value: text, isEncodingProblem: false, isTruncated })
const html = aPart({ partId: '2', type: 'text/html' })

describe('the body of a message', () => {
  test('is its HTML when it has any', () => {
    const email = aMessage({ htmlBody: [html], bodyValues: { 1: value('plain'), 2: value('<b>rich</b>') } })
    expect(bodyOf(email).content.html).toBe('<b>rich</b>')
  })

  test('is its text otherwise, and never read as markup', () => {
    const email = aMessage({ bodyValues: { 1: value('<b>not rich</b>') } })
    expect(bodyOf(email).content).toEqual({ text: '<b>not rich</b>' })
  })

  test('of several parts keeps their order, and text among HTML stays text', () => {
    const picture = aPart({ partId: null, type: 'image/png', cid: 'a"b' })
    const email = aMessage({
      htmlBody: [aPart(), html, picture],
      bodyValues: { 1: value('1 < 2'), 2: value('<i>x</i>') },
    })
    expect(bodyOf(email).content.html).toBe('<pre>1 &lt; 2</pre>\n<i>x</i>\n<p><img src="cid:a&quot;b"></p>')
  })

  test('says when the server has more of it', () => {
    expect(bodyOf(aMessage({ bodyValues: { 1: value('long', true) } })).truncated).toBe(true)
    expect(bodyOf(aMessage()).truncated).toBe(false)
  })

  test('is empty when there is nothing but space', () => {
    expect(bodyOf(aMessage({ bodyValues: { 1: value(' \n') } })).empty).toBe(true)
    expect(bodyOf(aMessage({ textBody: [], htmlBody: [] })).empty).toBe(true)
  })
})
