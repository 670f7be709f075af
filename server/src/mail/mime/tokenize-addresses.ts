export interface AddressToken {
  readonly kind: 'word' | 'quoted' | 'comment' | 'angle' | ',' | ';' | ':'
  /** Without its delimiters. */
  readonly text: string
  /** White space stood before it. */
  readonly spaced: boolean
}

const specials: ReadonlySet<string> = new Set([' ', '\t', '"', '(', '<', ',', ';', ':'])

/** Cuts an unfolded address list into words, quoted strings, comments, addresses and separators. */
export function* tokenizeAddresses(text: string): Generator<AddressToken> {
  let at = 0
  let spaced = false
  while (at < text.length) {
    const letter = text.charAt(at)
    if (letter === ' ' || letter === '\t') {
      spaced = true
      at += 1
      continue
    }
    const read = readToken(text, at, letter)
    yield { kind: read.kind, text: read.text, spaced }
    at = read.next
    spaced = false
  }
}

interface Read {
  readonly kind: AddressToken['kind']
  readonly text: string
  readonly next: number
}

function readToken(text: string, at: number, letter: string): Read {
  if (letter === '"') return { kind: 'quoted', ...readQuoted(text, at + 1, '"') }
  if (letter === '(') return { kind: 'comment', ...readComment(text, at + 1) }
  if (letter === '<') return { kind: 'angle', ...readAngle(text, at + 1) }
  if (letter === ',' || letter === ';' || letter === ':') return { kind: letter, text: letter, next: at + 1 }
  let next = at + 1
  // An address literal (`user@[IPv6:::1]`) holds colons.
  let literal = letter === '['
  while (next < text.length) {
    const here = text.charAt(next)
    if (here === '[') literal = true
    else if (here === ']') literal = false
    else if (specials.has(here) && !(literal && here === ':')) break
    next += 1
  }
  return { kind: 'word', text: text.slice(at, next), next }
}

function readQuoted(text: string, start: number, close: string): { text: string; next: number } {
  let out = ''
  let at = start
  while (at < text.length && text.charAt(at) !== close) {
    if (text.charAt(at) === '\\' && at + 1 < text.length) at += 1
    out += text.charAt(at)
    at += 1
  }
  return { text: out, next: at + 1 }
}

/** Comments nest (RFC 5322 §3.2.2): counted, not recursed into. */
function readComment(text: string, start: number): { text: string; next: number } {
  let out = ''
  let depth = 1
  let at = start
  for (; at < text.length; at += 1) {
    const letter = text.charAt(at)
    if (letter === '\\' && at + 1 < text.length) {
      at += 1
      out += text.charAt(at)
      continue
    }
    if (letter === '(') depth += 1
    if (letter === ')') depth -= 1
    if (depth === 0) break
    out += letter
  }
  return { text: out, next: at + 1 }
}

/** Between angle brackets: quotes are kept, comments, white space and an obsolete route (`@a,@b:`) go. */
function readAngle(text: string, start: number): { text: string; next: number } {
  let out = ''
  let at = start
  while (at < text.length && text.charAt(at) !== '>') {
    const letter = text.charAt(at)
    if (letter === '"') {
      const { next } = readQuoted(text, at + 1, '"')
      out += text.slice(at, next)
      at = next
    } else if (letter === '(') at = readComment(text, at + 1).next
    else {
      if (letter !== ' ' && letter !== '\t') out += letter
      at += 1
    }
  }
  const route = /^@[^:"]*:/.exec(out)
  return { text: route ? out.slice(route[0].length) : out, next: at + 1 }
}
