/** A tag or a run of text. `tag` is in lower case, and starts with `/` where it closes. */
export type Token = { readonly text: string } | { readonly tag: string; readonly source: string }

const nameAt = /^<(\/?[a-z][a-z\d]*)/i

/** Where a tag ends: at the first `>` outside of quotes, -1 when nowhere. */
const tagEnd = (html: string, from: number): number => {
  let quote = ''
  for (let at = from; at < html.length; at += 1) {
    const sign = html.charAt(at)
    if (quote !== '') quote = sign === quote ? '' : quote
    else if (sign === '>') return at
    else if ((sign === '"' || sign === "'") && html.charAt(at - 1) === '=') quote = sign
  }
  return -1
}

/** Reads markup from start to end once, whatever it holds: what is no tag is text. */
export function* tokensOf(html: string): Generator<Token> {
  let at = 0
  // Without this, a million starts of tags that never end would each be read to the end.
  let tagsEnd = true
  while (at < html.length) {
    const open = html.indexOf('<', at)
    if (open !== at) yield { text: html.slice(at, open === -1 ? html.length : open) }
    if (open === -1) return
    if (html.startsWith('<!--', open)) {
      const end = html.indexOf('-->', open)
      at = end === -1 ? html.length : end + 3
      continue
    }
    const name = nameAt.exec(html.slice(open, open + 24))?.[1]
    const couldEnd = name !== undefined || /[!?/]/.test(html.charAt(open + 1))
    const end = tagsEnd && couldEnd ? tagEnd(html, open + 1) : -1
    if (end === -1) {
      if (couldEnd) tagsEnd = false
      yield { text: '<' }
      at = open + 1
      continue
    }
    if (name !== undefined) yield { tag: name.toLowerCase(), source: html.slice(open, Math.min(end, open + 4000)) }
    at = end + 1
  }
}
