import { expect, test } from '@jest/globals'
import { segmentsOf } from './segments.ts'

test('only mark means anything, everything else is text', () => {
  expect(segmentsOf('A <mark>cup</mark> &amp; <img src=x onerror=alert(1)> &lt;b&gt; &#x1F375;')).toEqual([
    { text: 'A ', marked: false },
    { text: 'cup', marked: true },
    { text: ' & <img src=x onerror=alert(1)> <b> 🍵', marked: false },
  ])
})

test('characters that do not exist become the replacement character', () => {
  expect(segmentsOf('&#0;&#xD800;&#x110000;')).toEqual([{ text: '\ufffd\ufffd\ufffd', marked: false }])
})

test('nothing found is no segments', () => {
  expect(segmentsOf(null)).toEqual([])
})
