import { decodeEntities } from './decode-entities.ts'
import { tokensOf } from './markup.ts'
import { quoteText } from './quote-text.ts'

const silent = new Set(['head', 'style', 'script', 'title', 'template', 'svg', 'math', 'noframes'])
const paragraphs = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'table', 'pre', 'dl'])
const lines = new Set(
  'address article aside center dd div dt fieldset figure footer form header li main nav section tr'.split(' '),
)

/**
 * Text as it grows. Blanks and blank lines are wanted before they are written, so that they never
 * pile up; pieces are joined once, because hostile mail has a million of them.
 */
class Flow {
  readonly #pieces: string[] = []
  #breaks = 0
  #space = false

  break(count: number): void {
    this.#breaks = Math.max(this.#breaks, count)
  }

  line(): void {
    this.#breaks = Math.min(this.#breaks + 1, 2)
  }

  write(words: string): void {
    const text = words.trim()
    this.#space ||= /^\s/.test(words)
    if (text === '') return
    if (this.#pieces.length > 0) this.#pieces.push(this.#breaks > 0 ? '\n'.repeat(this.#breaks) : this.#space ? ' ' : '')
    this.#pieces.push(text)
    this.#breaks = 0
    this.#space = /\s$/.test(words)
  }

  block(text: string): void {
    if (text === '') return
    this.break(2)
    this.write(text)
    this.break(2)
  }

  end(): string {
    return this.#pieces.join('')
  }
}

const innermost = (flows: Flow[]): Flow => flows.at(-1) ?? new Flow()

const closeQuote = (flows: Flow[]): void => {
  const quoted = flows.pop()?.end() ?? ''
  innermost(flows).block(quoted === '' ? '' : quoteText(quoted))
}

/** Every level writes its lines once more. */
const maxDepth = 12

const breakFor = (flow: Flow, name: string, closing: boolean): void => {
  if (name === 'br') flow.line()
  else if (paragraphs.has(name)) flow.break(2)
  else if (lines.has(name)) flow.break(1)
  if (name === 'li' && !closing) flow.write('- ')
  if (name === 'td' || name === 'th') flow.write(' ')
}

/**
 * The words of an HTML body as plain text to be quoted: paragraphs, lists and quotes stay what they
 * are. It goes into a text area and nowhere else; nothing here makes markup.
 */
export const textOfHtml = (html: string): string => {
  const flows = [new Flow()]
  let skipping = ''
  for (const token of tokensOf(html)) {
    if ('text' in token) {
      if (skipping === '') innermost(flows).write(decodeEntities(token.text.replace(/\s+/g, ' ')).replace(/\u00a0/g, ' '))
      continue
    }
    const closing = token.tag.startsWith('/')
    const name = closing ? token.tag.slice(1) : token.tag
    if (skipping !== '') {
      if (closing && name === skipping) skipping = ''
    } else if (silent.has(name)) skipping = closing ? '' : name
    else if (name !== 'blockquote') breakFor(innermost(flows), name, closing)
    else if (!closing && flows.length < maxDepth) flows.push(new Flow())
    else if (closing && flows.length > 1) closeQuote(flows)
  }
  while (flows.length > 1) closeQuote(flows)
  return innermost(flows).end()
}
