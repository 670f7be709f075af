import createDOMPurify, { type Config, type WindowLike } from 'dompurify'
import {
  bodyOf,
  innerHtml,
  setText,
  textOf,
  attributeNames,
  attributeOf,
  findAll,
  isHtml,
  localName,
} from './message-dom.ts'
import { allowedAttributes, allowedTags } from './policy.ts'

/**
 * Schemes that a value may begin with; values without one pass, because the library asks this of
 * every attribute (`align="left"`). Which address in particular is allowed, the audit looks at.
 */
const values = /^(?:(?:https?|mailto|tel|blob):|[^a-z]|[a-z+.-]+(?:[^a-z+.\-:]|$))/i

const config: Config = {
  ALLOWED_TAGS: [...allowedTags],
  ALLOWED_ATTR: [...allowedAttributes],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  ALLOW_UNKNOWN_PROTOCOLS: false,
  ALLOWED_URI_REGEXP: values,
  ADD_ATTR: ['target'],
  FORBID_CONTENTS: ['script', 'style', 'svg', 'math', 'iframe', 'template', 'noscript', 'title', 'xmp', 'noembed'],
  SANITIZE_DOM: true,
  SAFE_FOR_TEMPLATES: false,
  WHOLE_DOCUMENT: false,
  RETURN_TRUSTED_TYPE: false,
}

/** Times that a message is sanitised until it is parsed as it was written. Beyond it: its text alone is shown. */
const maxRounds = 5

/** What the frame's parser will make of a string: some nestings (a link in a link in a table) come out as others. */
const asParsed = (html: string, window: Window & typeof globalThis): HTMLElement =>
  bodyOf(new window.DOMParser().parseFromString(`<!doctype html><body>${html}`, 'text/html'))

/**
 * The first wall: a string in, a string out, by the window it will be rendered in. What comes out is
 * rendered byte for byte; nothing may edit it. It is read back by a parser as it was written: what is
 * not, is sanitised again, and of what never settles the text is left.
 */
export function sanitise(html: string, window: Window & typeof globalThis): string {
  // An instance of its own: hooks or settings of another user of the library do not reach it.
  const purify = createDOMPurify(window as WindowLike)
  if (!purify.isSupported) throw new Error('This browser cannot sanitise HTML')
  let dirty = html
  for (let round = 0; round < maxRounds; round += 1) {
    const clean = purify.sanitize(dirty, config)
    dirty = innerHtml(asParsed(clean, window))
    if (dirty === clean) return clean
  }
  const text = asParsed(dirty, window)
  setText(text, textOf(text))
  return innerHtml(text)
}

const tags = new Set(allowedTags)
const attributes = new Set(allowedAttributes)

/** Whether a style loads nothing but background pictures that a transform placed there. */
const isHarmlessStyle = (style: string, issued: ReadonlySet<string>): boolean =>
  !/url\s*\(|\\|image-set|expression/i.test(
    style.replace(/\burl\("([^"\\()\s]*)"\)/g, (whole, url: string) => (issued.has(url) ? '' : whole)),
  )

/** Whether an element has nothing but what a transform gave it. */
function isExpected(element: Element, issued: ReadonlySet<string>): boolean {
  const tag = localName(element)
  if (!isHtml(element) || !tags.has(tag)) return false
  for (const name of attributeNames(element)) {
    const value = attributeOf(element, name) ?? ''
    if (!attributes.has(name)) return false
    if ((name === 'src' || name === 'href') && !issued.has(value)) return false
    if (name === 'src' && tag !== 'img') return false
    if (name === 'href' && tag !== 'a') return false
    if (name === 'style' && !isHarmlessStyle(value, issued)) return false
  }
  return true
}

/**
 * Reads what the sanitiser gave as the frame will read it, and finds whatever no transform has put there:
 * markup that came into being between two parsers. It changes nothing: such a message is refused.
 */
export function isClean(html: string, window: Window & typeof globalThis, issued: ReadonlySet<string>): boolean {
  const document = new window.DOMParser().parseFromString(html, 'text/html')
  return (
    findAll(document, 'head *').length === 0 &&
    findAll(document, 'body *').every((element) => isExpected(element, issued))
  )
}
