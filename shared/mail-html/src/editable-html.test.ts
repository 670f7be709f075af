import { expect, test } from '@jest/globals'
import { readHtml } from './editable-html.ts'

const read = (html: string): string => readHtml(html, globalThis.window as Window & typeof globalThis).innerHTML

test('keeps what was written: tables, numbers of lists, preformatted lines, links and quotes', () => {
  const html =
    '<ol start="4"><li>four</li></ol><pre>  a\n    b</pre><a href="https://example.org/x">x</a>' +
    '<table><tbody><tr><td>1</td></tr></tbody></table><blockquote type="cite">earlier</blockquote><p>end</p>'
  expect(read(html)).toBe(`<div>${html}</div>`)
})

test('keeps pictures of the message and of elsewhere by their address, and no other source', () => {
  expect(read('<img src="cid:a%40b" alt="A"><img src="file:///x">')).toContain('src="cid:a%40b"')
  expect(read('<p>hi</p><img src="file:///x">')).not.toContain('file:')
})

test('runs and keeps nothing that is active', () => {
  expect(read('<p onclick="x()">a<script>x()</script></p><a href="javascript:x()">b</a>')).toBe(
    '<div><p>a</p><a>b</a></div>',
  )
})

test('unfolds quotes, and leaves no mark of the reading view', () => {
  const html = read('<p>new</p><blockquote type="cite">old <a href="https://example.org/">link</a></blockquote>')
  expect(html).toBe(
    '<div><p>new</p><blockquote type="cite">old <a href="https://example.org/">link</a></blockquote></div>',
  )
})
