import { allowedAttributes, allowedTags } from './allowed.ts'

const tags = new Set(allowedTags)
const attributes = new Set(allowedAttributes)

/** Whether an element has nothing but what a verb gave it. */
const isExpected = (element: Element, issued: ReadonlySet<string>): boolean => {
  if (element.namespaceURI !== 'http://www.w3.org/1999/xhtml' || !tags.has(element.localName)) return false
  for (const { name, value } of element.attributes) {
    if (!attributes.has(name)) return false
    if ((name === 'src' || name === 'href') && !issued.has(value)) return false
    if (name === 'src' && element.localName !== 'img') return false
    if (name === 'href' && element.localName !== 'a') return false
    if (name === 'style' && /url\s*\(|\\|image-set|expression/i.test(value)) return false
  }
  return true
}

/**
 * Reads what the sanitiser gave as the frame will read it, and finds whatever no verb has put there:
 * markup that came into being between two parsers. It changes nothing: such a message is refused.
 */
export const isClean = (html: string, window: Window & typeof globalThis, issued: ReadonlySet<string>): boolean => {
  const { body, head } = new window.DOMParser().parseFromString(html, 'text/html')
  return head.childNodes.length === 0 && [...body.querySelectorAll('*')].every((element) => isExpected(element, issued))
}
