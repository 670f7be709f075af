import type { Query } from '../../database/query.ts'
import type { Address, Part } from '../mime/message.ts'
import { foldText, searchForms } from './fold-text.ts'
import { loadText, requireMessage } from './messages.ts'

// Scripts whose words cannot be cut by spaces: they have none, or, as in Korean, endings grown onto them.
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}ー々]+/gu

/** Words that hyphens or apostrophes cut: `o-neil`, `e-mail`, `555-1234`. */
const cut = /(?<![\p{L}\p{N}])[\p{L}\p{N}]+(?:['’‐-][\p{L}\p{N}]+)+/gu

/** Cut words of one text that are found joined too. Beyond it: they are found as they are written only. */
const maxJoined = 2000

/**
 * Letters of a cut word that is found joined too; longer ones are lines of hyphens. Beyond it: it is found as it is
 * written only.
 */
const maxJoinedLength = 60

/**
 * Text as the index takes it: folded, and runs of unspaced scripts as overlapping pairs of letters (and each last
 * letter alone), so that a word of any length is found, one of two letters too, which trigrams cannot. Words that
 * hyphens cut stand joined at its end, where no phrase runs across them.
 */
export function searchWords(text: string): string {
  const plain = foldText(text)
  const joined = new Set<string>()
  for (const [word] of plain.matchAll(cut)) {
    if (joined.size >= maxJoined) break
    if (word.length <= maxJoinedLength) joined.add(word.replace(/['’‐-]/g, ''))
  }
  const words = plain.replace(unspaced, (run) => {
    const letters = [...run]
    return ` ${letters.map((letter, at) => letter + (letters[at + 1] ?? '')).join(' ')} `
  })
  return joined.size === 0 ? words : `${words}\n${[...joined].join(' ')}`
}

/** Columns of the index in which words are looked for by themselves. */
export type SearchColumn = 'from' | 'to' | 'cc' | 'bcc' | 'subject' | 'body'

interface PhrasePlace {
  /** Null: all. */
  readonly column: SearchColumn | null
  /** The beginning of a word is enough. */
  readonly prefix: boolean
}

/** A word or phrase to look for as an FTS5 expression; null when it holds nothing to look for. */
export function searchPhrase({ text, phrase }: SearchTerm, { column, prefix }: PhrasePlace): string | null {
  const typed = withoutMarks(text)
  const forms = phrase ? [{ text: foldText(typed), whole: true }] : searchForms(typed)
  const found = forms.flatMap((form) => matchForm(form.text, { column, prefix: prefix && !form.whole }) ?? [])
  return found.length > 1 ? `(${found.join(' OR ')})` : (found[0] ?? null)
}

function matchForm(plain: string, { column, prefix }: PhrasePlace): string | null {
  const words = plain.trim()
  const pairs = words.replace(unspaced, (run, at: number) => {
    const letters = [...run]
    // Behind a run that the phrase goes on after, the index has the last letter alone.
    const last = at + run.length === words.length && letters.length > 1 ? letters.length - 1 : letters.length
    return ` ${letters
      .slice(0, last)
      .map((letter, place) => letter + (letters[place + 1] ?? ''))
      .join(' ')} `
  })
  if (!/[\p{L}\p{N}\p{Co}]/u.test(pairs)) return null
  // A single letter of these scripts is the start of a pair.
  const open = prefix || endsUnspaced.test(pairs)
  const beginning = open ? beginningWord(pairs.trim(), column) : null
  if (beginning !== null) return `"${beginning}"`
  return `${column === null ? '' : `"${column}" : `}"${pairs.replaceAll('"', ' ').trim()}"${open ? '*' : ''}`
}

/** Letters of a beginning that is a word of the index. Longer ones match less, and are put together from words. */
const beginningLength = 3

/** Columns whose beginnings are words of their own too. */
const columnLetters: Partial<Readonly<Record<SearchColumn, string>>> = { from: 'f', subject: 's' }

/** The word of `marks` for a beginning; null where there is none for it. */
function beginningWord(beginning: string, column: SearchColumn | null): string | null {
  const letter = column === null ? 'a' : columnLetters[column]
  const isBeginning = /^[\p{L}\p{N}]+$/u.test(beginning) && [...beginning].length === beginningLength
  return letter !== undefined && isBeginning ? `${mark}p${letter}${beginning}` : null
}

/** Words of texts as the tokenizer of the index cuts them: it leaves accents out. */
function beginnings(texts: readonly string[]): Set<string> {
  const found = new Set<string>()
  for (const text of texts)
    for (const [word] of text.replace(/[\u0300-\u0331]/g, '').matchAll(/[\p{L}\p{N}]{3,}/gu))
      found.add([...word.slice(0, beginningLength * 2)].slice(0, beginningLength).join(''))
  return found
}

function beginningWords(columns: Readonly<Record<'all' | 'from' | 'subject', readonly string[]>>): string {
  const words = (texts: readonly string[], column: SearchColumn | null): string[] =>
    Array.from(beginnings(texts), (beginning) => beginningWord(beginning, column) ?? '')
  return [...words(columns.all, null), ...words(columns.from, 'from'), ...words(columns.subject, 'subject')].join(' ')
}

const endsUnspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]\s*$/u

/** Makes a stored message searchable. Its blob must have been parsed. */
export function indexEmail(query: Query, { id, account, blob }: { id: number; account: number; blob: string }): void {
  const message = requireMessage(query, blob)
  if (!message) return
  const { from, to, cc, bcc, subject, sender, replyTo } = message.listing
  const senders = withoutMarks(addressWords(from ?? sender ?? replyTo))
  const title = withoutMarks(searchWords(subject ?? ''))
  const values = [
    senders,
    ...[to, cc, bcc].map((addresses) => withoutMarks(addressWords(addresses))),
    title,
    withoutMarks(searchWords(loadText(query, blob))),
    withoutMarks(searchWords(fileNames(message.structure).join(' '))),
  ]
  const marks = [
    scopeWord(account),
    fieldWords(message.structure),
    beginningWords({ all: values, from: [senders], subject: [title] }),
  ]
  query.run(
    'INSERT INTO email_search (rowid, marks, "from", "to", cc, bcc, subject, body, files) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    searchRow(query, id),
    marks.join(' '),
    ...values,
  )
}

export function unindexEmail(query: Query, id: number): void {
  query.run('DELETE FROM email_search WHERE rowid = (SELECT search FROM email WHERE id = ?)', id)
}

/**
 * Rows of the index for each second: few, because the index stores distances between rows, which are its largest part.
 * When more arrive in one second, the others take rows behind them.
 */
const rowsOfSecond = 4

/** Seconds before 1970 that have rows of their own: back to 1833. */
const earliest = 2 ** 32

/** Seconds that have rows of their own in all. */
const allSeconds = 2 ** 33

/** The first row of the index for what was received at a time, in milliseconds since 1970: none of it is before. */
export function firstSearchRow(receivedAt: number): number {
  const second = Math.floor(receivedAt / 1000) + earliest
  return Math.min(Math.max(second, 0), allSeconds - 1) * rowsOfSecond
}

/**
 * A free row for a message, as near behind the first of its second as there is one: looked for in ranges that double,
 * so that a hundred thousand messages of one second find theirs in a few steps each.
 */
function freeSearchRow(query: Query, { id, receivedAt }: { readonly id: number; readonly receivedAt: number }): number {
  const first = firstSearchRow(receivedAt)
  for (let range = rowsOfSecond, attempt = 0; ; range *= 2, attempt += 1) {
    for (let step = 0; step < rowsOfSecond; step += 1) {
      // Numbers one after another, scattered: the next message does not meet the one before.
      const row = first + (((Math.imul(id + attempt, 0x9e3779b1) >>> 0) + step) % range)
      if (!query.one('SELECT 1 FROM email WHERE search = ?', row)) return row
    }
  }
}

/** The row of a message in the index. A message that takes the place of another keeps its row. */
function searchRow(query: Query, id: number): number {
  const email = query.one<{ received_at: number; search: number | null }>(
    'SELECT received_at, search FROM email WHERE id = ?',
    id,
  )
  if (!email) throw new Error(`there is no message ${id}`)
  // Older versions had far more rows for a second.
  if (email.search !== null && email.search < allSeconds * rowsOfSecond * 2) return email.search
  const row = freeSearchRow(query, { id, receivedAt: email.received_at })
  query.run('UPDATE email SET search = ? WHERE id = ?', row, id)
  return row
}

/** Begins the words of `marks`. A letter for private use, which is taken out of all other words. */
const mark = '\uf8ff'

/** Words without the letter of marks. */
const withoutMarks = (words: string): string => words.replaceAll(mark, ' ')

/** The word that all messages of an account have. */
export function scopeWord(account: number): string {
  return `${mark}a${account}`
}

/** The word that represents a header field. */
export function fieldWord(name: string): string {
  return `${mark}f${Buffer.from(name.toLowerCase().slice(0, 60), 'latin1').toString('hex')}`
}

function fieldWords({ headers }: Part): string {
  return [...new Set(headers.map(([name]) => fieldWord(name)))].slice(0, 200).join(' ')
}

/** Recipients of one message that search sees. Beyond it: the others are not found. */
const maxAddresses = 1000

function addressWords(addresses: readonly Address[] | null): string {
  const shown = (addresses ?? []).slice(0, maxAddresses)
  return searchWords(shown.map(({ name, email }) => `${name ?? ''} ${email}`).join(' '))
}

function fileNames(part: Part): string[] {
  return [...(part.name === null ? [] : [part.name]), ...(part.parts ?? []).flatMap(fileNames)]
}

/** A word or a phrase that a user looks for. */
export interface SearchTerm {
  readonly text: string
  /** In quotes: exactly these words. */
  readonly phrase: boolean
}

/** Words of one search. Beyond it: the rest is ignored. */
const maxTerms = 50

// They divide: the search index takes a NUL for the end of a query.
const controls = /[\0-\x1f\x7f]/g

/** Opening quotes with what closes them: phones and word processors turn straight ones. */
const quotes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["'", "'"],
  ['“', '”"'],
  ['„', '“”"'],
  ['«', '»'],
  ['「', '」'],
])

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
    const phrase = quotes.has(letter) ? readPhrase(typed, at) : null
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
  const closing = quotes.get(typed.charAt(at)) ?? ''
  let text = ''
  for (let end = at + 1; end < typed.length; end += 1) {
    const letter = typed.charAt(end)
    if (letter === '\\' && end + 1 < typed.length) {
      end += 1
      text += typed.charAt(end)
    } else if (closing.includes(letter)) return { text, next: end + 1 }
    else text += letter
  }
  return null
}
