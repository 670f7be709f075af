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

/** Marks what a verb made, so that the frame's own style and the page's listeners find it. */
export const markAttribute = 'data-atrium'
