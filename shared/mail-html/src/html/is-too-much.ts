import { limits } from '../limits.ts'

/** A long conversation with all its quotes has some ten thousand. */
const mostElements = 40_000

/** Elements that the parser opens again in every block until they are closed (HTML, section 13.2.4.3). */
const formatting = /<(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)[\s/>]/gi

/** Elements made between two looks at their number, at most; a second of work. */
const mostAtOnce = 2_000_000

/** Milliseconds. What is open is searched with each tag: ten thousand take seconds, where a large mail takes a few hundredths. */
const patience = 1500

const countTags = (html: string): number => {
  let count = 0
  for (let at = html.indexOf('<'); at !== -1 && count <= mostElements; at = html.indexOf('<', at + 1))
    if (/[a-z]/i.test(html.charAt(at + 1))) count += 1
  return count
}

/**
 * Whether few tags become many elements: each of `<p>x<p>x` holds anew all formatting that is open.
 * Only a parser knows what is open, so one is fed piece by piece and asked after each.
 */
const explodes = (html: string, opened: number, window: Window & typeof globalThis): boolean => {
  const document = window.document.implementation.createHTMLDocument()
  const made = document.getElementsByTagName('*')
  // The shortest block with text is `<p>x`.
  const piece = Math.max(40, Math.floor((4 * mostAtOnce) / opened))
  const begun = performance.now()
  for (let at = 0; at < html.length; at += piece) {
    // From the prototype: a picture may be called `write`.
    Document.prototype.write.call(document, html.slice(at, at + piece))
    if (made.length > mostElements || performance.now() - begun > patience) return true
  }
  return false
}

/** Whether a mail has so many elements that there is no other purpose in them than to stop the page. */
export const isTooMuch = (html: string, window: Window & typeof globalThis): boolean => {
  if (html.length > limits.html) return true
  const tags = countTags(html)
  if (tags > mostElements) return true
  const opened = html.match(formatting)?.length ?? 0
  return opened * tags > mostAtOnce && explodes(html, opened, window)
}
