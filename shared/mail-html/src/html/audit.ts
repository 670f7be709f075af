import { allowedAttributes, allowedTags } from './allowed.ts'
import { attributeNames, attributeOf, findAll, isHtml, localName } from './hostile-dom.ts'

const tags = new Set(allowedTags)
const attributes = new Set(allowedAttributes)

/** Whether an element has nothing but what a verb gave it. */
const isExpected = (element: Element, issued: ReadonlySet<string>): boolean => {
  const tag = localName(element)
  if (!isHtml(element) || !tags.has(tag)) return false
  for (const name of attributeNames(element)) {
    const value = attributeOf(element, name) ?? ''
    if (!attributes.has(name)) return false
    if ((name === 'src' || name === 'href') && !issued.has(value)) return false
    if (name === 'src' && tag !== 'img') return false
    if (name === 'href' && tag !== 'a') return false
    if (name === 'style' && /url\s*\(|\\|image-set|expression/i.test(value)) return false
  }
  return true
}

/**
 * Reads what the sanitiser gave as the frame will read it, and finds whatever no verb has put there:
 * markup that came into being between two parsers. It changes nothing: such a message is refused.
 */
export const isClean = (html: string, window: Window & typeof globalThis, issued: ReadonlySet<string>): boolean => {
  const document = new window.DOMParser().parseFromString(html, 'text/html')
  return findAll(document, 'head *').length === 0 && findAll(document, 'body *').every((element) => isExpected(element, issued))
}
