/** Elements that say what text is or how it is laid out. All others go, with or without their content. */
export const allowedTags: readonly string[] = [
  ...['a', 'abbr', 'acronym', 'address', 'article', 'aside', 'b', 'bdi', 'bdo', 'big', 'blockquote', 'br', 'caption'],
  ...['center', 'cite', 'code', 'col', 'colgroup', 'dd', 'del', 'details', 'dfn', 'dir', 'div', 'dl', 'dt', 'em'],
  ...['figcaption', 'figure', 'font', 'footer', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'header', 'hr', 'i', 'img', 'ins'],
  ...['kbd', 'li', 'main', 'mark', 'menu', 'nav', 'ol', 'p', 'pre', 'q', 'rp', 'rt', 'ruby', 's', 'samp', 'section'],
  ...['small', 'span', 'strike', 'strong', 'sub', 'summary', 'sup', 'table', 'tbody', 'td', 'tfoot', 'th', 'thead'],
  ...['time', 'tr', 'tt', 'u', 'ul', 'var', 'wbr'],
]

export const allowedAttributes: readonly string[] = [
  ...['abbr', 'align', 'alt', 'bgcolor', 'border', 'cellpadding', 'cellspacing', 'class', 'color', 'colspan'],
  ...['datetime', 'dir', 'face', 'headers', 'height', 'href', 'hspace', 'id', 'lang', 'nowrap', 'rel', 'role'],
  ...['rowspan', 'scope', 'size', 'span', 'src', 'start', 'style', 'summary', 'target', 'title', 'type', 'valign'],
  ...['value', 'vspace', 'width', 'data-atrium'],
]

/** Marks what a transform made, so that the frame's own style and the page's listeners find it. */
export const markAttribute = 'data-atrium'

/**
 * What one message may cost the page. All work on a stranger's text is linear; these limits keep the
 * factor small. Beyond one of them a message loses the feature (its link, its picture, its colour),
 * and the page stays alive. Lengths are in UTF-16 code units.
 */
export const limits = {
  /** Of HTML. Beyond it: the message is shown as text. */
  html: 10_000_000,
  /** Of text that is rendered, plain or what is left of HTML. Beyond it: the text is cut. */
  text: 2_000_000,
  /** Of a name or an address. RFC 5321 §4.5.3.1 ends an address at 254. Beyond it: the rest is not read. */
  name: 1000,
  /** Of a host name as ASCII, RFC 1035 §2.3.4. Beyond it: the text is no host name. */
  host: 253,
  /** Of one label in a host name as ASCII, RFC 1035 §2.3.4. Beyond it: the text is no host name. */
  label: 63,
  /** Of an address that a link leads to, and of a `mailto:` request. Beyond it: the link leads nowhere. */
  href: 65_536,
  /** Addresses that one `mailto:` link may name, and senders that are described. Beyond it: the others are left out. */
  addresses: 100,
  /** Links of a message that lead somewhere. Beyond it: the others lead nowhere. */
  links: 5000,
  /** Of the text, titles and descriptions in all links of a message together. Beyond it: the others lead nowhere. */
  linkText: 1_000_000,
  /** Different hosts that are compared in the text of one link. Beyond it: the link counts as deceptive. */
  hosts: 50,
  /** Remote pictures of a message. Beyond it: the others are not shown. */
  pictures: 5000,
  /** Different colours that are made readable. Beyond it: the others stay as they are. */
  colours: 1000,
  /** Paragraphs and quotes that plain text is divided into. Beyond it: the rest is one block. */
  blocks: 20_000,
  /** Style rules, those within media queries included. Beyond it: the others are dropped. */
  rules: 4000,
  /**
   * Rules times the ancestors of all elements: what a browser may look at to match them. About a second. Beyond it:
   * the rules that do not fit are dropped.
   */
  matches: 100_000_000,
  /** Of one selector. Beyond it: its rule is dropped. */
  selector: 1000,
  /** Attributes of one element. Beyond it: the element is replaced by its content. */
  attributes: 200,
} as const

/** The beginning of a text, never ending in half a character. */
export function beginning(text: string, length: number): string {
  if (text.length <= length) return text
  const last = text.charCodeAt(length - 1)
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? length - 1 : length)
}

/** The text without characters at its ends that `isEdge` accepts. Reads each character once, unlike a pattern that ends in `$`. */
export function trimWhere(text: string, isEdge: (code: number) => boolean): string {
  let start = 0
  let end = text.length
  while (start < end && isEdge(text.charCodeAt(start))) start += 1
  while (end > start && isEdge(text.charCodeAt(end - 1))) end -= 1
  return text.slice(start, end)
}
