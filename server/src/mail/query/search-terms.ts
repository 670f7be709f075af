/** A word or a phrase that a person looks for. */
export interface SearchTerm {
  readonly text: string
  /** In quotes: exactly these words. */
  readonly phrase: boolean
}

/** More of them than this is no search. */
const maxTerms = 50

// They divide: the search index takes a NUL for the end of a query.
const controls = /[\0-\x1f\x7f]/g

/** Cuts what was typed: quotes make phrases, white space divides (RFC 8621 §4.4.1). */
export function searchTerms(text: string): SearchTerm[] {
  const typed = text.replace(controls, ' ')
  const terms: SearchTerm[] = []
  let at = 0
  while (at < typed.length && terms.length < maxTerms) {
    const letter = typed.charAt(at)
    if (/\s/.test(letter)) {
      at += 1
      continue
    }
    const phrase = letter === '"' || letter === "'" ? readPhrase(typed, at) : null
    if (phrase) {
      if (phrase.text.trim() !== '') terms.push({ text: phrase.text, phrase: true })
      at = phrase.next
      continue
    }
    let next = at + 1
    while (next < typed.length && !/\s/.test(typed.charAt(next))) next += 1
    terms.push({ text: typed.slice(at, next), phrase: false })
    at = next
  }
  return terms
}

/** null when the quote is never closed before a space: an apostrophe. */
function readPhrase(typed: string, at: number): { text: string; next: number } | null {
  const quote = typed.charAt(at)
  let text = ''
  for (let end = at + 1; end < typed.length; end += 1) {
    const letter = typed.charAt(end)
    if (letter === '\\' && end + 1 < typed.length) {
      end += 1
      text += typed.charAt(end)
    } else if (letter === quote) return { text, next: end + 1 }
    else text += letter
  }
  return null
}
