import { afterEach, expect, test } from '@jest/globals'
import { applyStyles } from './remote-view.tsx'

/** jsdom fetches no stylesheet: one is put in its place. */
function createSheet(href: string): { disabled: boolean } {
  const link = document.createElement('link')
  link.rel = 'stylesheet'
  link.href = href
  const sheet = { disabled: false }
  Object.defineProperty(link, 'sheet', { value: sheet })
  document.head.append(link)
  return sheet
}

afterEach(() => document.head.replaceChildren())

test('styles of a release apply as long as something of it is rendered', () => {
  const own = createSheet('http://cdn/inbox/1/css/page.css')
  const other = createSheet('http://cdn/inbox/10/css/page.css')
  const [page, rail] = [applyStyles('http://cdn/inbox/1/'), applyStyles('http://cdn/inbox/1/')]
  page()
  expect(own.disabled).toBe(false)
  rail()
  expect([own.disabled, other.disabled]).toEqual([true, false])
  const again = applyStyles('http://cdn/inbox/1/')
  expect(own.disabled).toBe(false)
  again()
})
