import * as v from 'valibot'
import type { Listing } from '../mime/message.ts'
import { MethodError } from '../protocol/errors.ts'
import { maxQueryLimit, limits, maxTermsInFilter } from '../protocol/limits.ts'
import {
  booleanSchema,
  parseArguments,
  type Method,
  type MethodContext,
  idSchema,
  objectSchema,
} from '../protocol/method.ts'
import {
  placedChangesResponse,
  queryChangesEntries,
  queryChangesResponse,
  queryEntries,
  windowEntries,
  type Comparator,
  type FilterTree,
} from '../protocol/query.ts'
import { parseEmailFilter, sortSql, type EmailCondition } from '../query/email-filter.ts'
import { readAnyPage, readWholeList } from '../query/growing-list.ts'
import { indexOf, readPage, totalOf, walkedList, type EmailListing } from '../query/list-pages.ts'
import { readChanges, readState } from '../store/changes.ts'
import { readEmail, type StoredEmail } from '../store/emails.ts'
import { foldText, foldWithOrigins, searchForms, type FoldedText, type SearchForm } from '../store/fold-text.ts'
import { emailId } from '../store/mail-store.ts'
import { loadText } from '../store/messages.ts'
import { searchTerms, type SearchTerm } from '../store/search-index.ts'

const collapse = { collapseThreads: v.optional(booleanSchema, false) }

const querySchema = v.strictObject({ ...queryEntries, ...windowEntries, ...collapse })

const changesSchema = v.strictObject({ ...queryChangesEntries, ...collapse })

interface ListingArguments {
  readonly filter?: unknown
  readonly sort?: readonly Comparator[] | null | undefined
  readonly collapseThreads: boolean
}

/** RFC 8621 §4.4. */
export const emailQuery: Method = async (args, context) => {
  const parsed = parseArguments(querySchema, args, context)
  const listing = toListing(context, parsed)
  const { query } = context.store
  const head = {
    accountId: context.account.id,
    queryState: readState(query, context.account.key, 'Email'),
    canCalculateChanges: true,
  }
  const limit = Math.min(parsed.limit ?? maxQueryLimit, maxQueryLimit)
  const walked = walkedList(query, listing)
  const wanted = { ...parsed, limit }
  const page = walked
    ? readPage(query, walked, wanted)
    : await readAnyPage(context.store, { listing, wanted }, () => context.budget.pause())
  if (page === 'anchorNotFound') throw new MethodError('anchorNotFound')
  const { keys, ...place } = page
  // The limit is named only where it is ours (RFC 8620 §5.5).
  return { ...head, ...place, ids: keys.map(emailId.format), ...(limit === parsed.limit ? {} : { limit }) }
}

/**
 * Messages that may have changed since a query state. Beyond it `cannotCalculateChanges`: reading the list again costs
 * less than its changes. A constant.
 */
const maxLogged = 5000

/** RFC 8621 §4.5. */
export const emailQueryChanges: Method = async (args, context) => {
  const parsed = parseArguments(changesSchema, args, context)
  const listing = toListing(context, parsed)
  const { query } = context.store
  const { key: account } = context.account
  const walked = walkedList(query, listing)
  const now = walked ? [] : await settledList(context, listing)
  const emails = readChanges(query, { account, type: 'Email' }, { state: parsed.sinceQueryState, max: maxLogged })
  if (!emails || emails.hasMore) throw new MethodError('cannotCalculateChanges')
  // A change to one message can move others of its thread in or out.
  const changed = [...emails.created, ...emails.updated]
  const neighbours = query.all<{ id: number }>(
    'SELECT id FROM email WHERE thread IN (SELECT thread FROM email WHERE id IN (SELECT value FROM json_each(?)))',
    JSON.stringify(changed),
  )
  const reduced = emails.destroyed.length > 0 ? membersOfChangedThreads(context, parsed.sinceQueryState) : []
  const touched = [...changed, ...emails.destroyed, ...neighbours.map((row) => row.id), ...reduced]
  const created = new Set(emails.created.map(emailId.format))
  if (walked) {
    const places = Array.from(new Set(touched), (key) => ({
      id: emailId.format(key),
      index: indexOf(query, walked, key),
    }))
    return placedChangesResponse({
      ...parsed,
      newQueryState: emails.newState,
      total: parsed.calculateTotal ? totalOf(query, walked) : 0,
      places,
      created,
    })
  }
  return queryChangesResponse({
    ...parsed,
    newQueryState: emails.newState,
    now: now.map(emailId.format),
    touched: new Set(touched.map(emailId.format)),
    created,
  })
}

function toListing(context: MethodContext, { filter, sort, collapseThreads }: ListingArguments): EmailListing {
  const comparators = sort ?? []
  // Refuses what cannot be sorted by, also where the list needs no computing.
  sortSql(comparators, context.account.key)
  return {
    account: context.account.key,
    filter: filter ? parseEmailFilter(filter) : null,
    sort: comparators,
    collapseThreads,
  }
}

/** The list as it is in the state that is read right after it: others may have changed it while it was made. */
async function settledList(context: MethodContext, listing: EmailListing): Promise<readonly number[]> {
  const state = (): string => readState(context.store.query, context.account.key, 'Email')
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const before = state()
    const list = await readWholeList(context.store, listing, () => context.budget.pause())
    if (state() === before) return list
  }
  throw new MethodError('cannotCalculateChanges', 'The mailbox is changing faster than it can be listed.')
}

/** States are numbers of one sequence per account, so a state of Email says where to look in the log of Thread. */
function membersOfChangedThreads(context: MethodContext, state: string): number[] {
  const { query } = context.store
  const rows = query.all<{ id: number }>(
    `SELECT id FROM email WHERE thread IN
       (SELECT object FROM change_log WHERE account = ?1 AND type = 'Thread' AND modseq > ?2)`,
    context.account.key,
    Number(state),
  )
  return rows.map((row) => row.id)
}

const argumentsSchema = v.strictObject({
  accountId: idSchema,
  filter: v.nullish(objectSchema),
  emailIds: v.array(v.string('must be an Id'), 'must be an Id[]'),
})

/** RFC 8621 §5.1. */
export const searchSnippetGet: Method = async (args, context) => {
  const { filter, emailIds } = parseArguments(argumentsSchema, args, context)
  if (emailIds.length > limits.maxObjectsInGet)
    throw new MethodError('requestTooLarge', `emailIds: at most ${limits.maxObjectsInGet}`)
  const wanted = filter ? termsOf(parseEmailFilter(filter)) : { subject: [], body: [] }
  const { query } = context.store
  const list: unknown[] = []
  const missing: string[] = []
  for (const id of new Set(emailIds)) {
    const key = emailId.parse(id)
    const row = key === null ? undefined : readEmail(query, context.account.key, key)
    if (!row) {
      missing.push(id)
      continue
    }
    const subject = wanted.subject.length > 0 ? makeSnippet(subjectOf(row), wanted.subject, true) : null
    await context.budget.pause()
    const text = wanted.body.length > 0 ? loadText(query, row.blob).replace(/\s+/g, ' ') : ''
    const snippet = { emailId: id, subject, preview: text === '' ? null : makeSnippet(text, wanted.body, false) }
    context.budget.countRecord(snippet)
    list.push(snippet)
    await context.budget.pause()
  }
  return { accountId: context.account.id, list, notFound: missing.length > 0 ? missing : null }
}

function subjectOf(row: StoredEmail): string {
  try {
    const { subject }: Listing = JSON.parse(row.listing)
    return subject ?? ''
  } catch {
    // A damaged row: Email/get reports it.
    return ''
  }
}

interface WantedTerms {
  readonly subject: readonly SearchTerm[]
  readonly body: readonly SearchTerm[]
}

/** What the filter looks for, each word once; nothing below a NOT. */
function termsOf(tree: FilterTree<EmailCondition>): WantedTerms {
  const { subject, body } = allTermsOf(tree)
  return { subject: unique(subject), body: unique(body) }
}

function unique(terms: readonly SearchTerm[]): SearchTerm[] {
  return [...new Map(terms.map((term) => [term.text, term])).values()].slice(0, maxTermsInFilter)
}

function allTermsOf(tree: FilterTree<EmailCondition>): WantedTerms {
  if ('condition' in tree) {
    const { text = '', subject = '', body = '' } = tree.condition
    return { subject: searchTerms(`${text} ${subject}`), body: searchTerms(`${text} ${body}`) }
  }
  const children = tree.operator === 'NOT' ? [] : tree.conditions.map(allTermsOf)
  return { subject: children.flatMap((child) => child.subject), body: children.flatMap((child) => child.body) }
}

/** Bytes of UTF-8 of a snippet, marks and entities counted (RFC 8621 §5). Beyond it: the snippet is cut. */
const maxSnippetBytes = 255

/** Characters shown before the first match. */
const contextBefore = 40

/**
 * The part of a text around the first match, with every match in `<mark>` and all else escaped; null
 * without a match.
 */
export function makeSnippet(text: string, terms: readonly SearchTerm[], whole: boolean): string | null {
  const matches = findMatches(text, terms)
  const [first] = matches
  if (!first) return null
  const start = whole ? 0 : startOf(text, first.start)
  const parts: string[] = []
  let bytes = 0
  const add = (raw: string, marked: boolean): boolean => {
    const part = marked ? `<mark>${escapeHtml(raw)}</mark>` : escapeHtml(raw)
    if (!whole && bytes + Buffer.byteLength(part) > maxSnippetBytes) return false
    parts.push(part)
    bytes += Buffer.byteLength(part)
    return true
  }
  let at = start
  for (const match of matches) {
    if (!addPlain(text.slice(at, match.start), add) || !add(text.slice(match.start, match.end), true))
      return parts.join('').trim()
    at = match.end
  }
  addPlain(text.slice(at, whole ? undefined : at + maxSnippetBytes), add)
  return parts.join('').trim()
}

/** Letter by letter, so that it ends at the limit. */
function addPlain(text: string, add: (raw: string, marked: boolean) => boolean): boolean {
  for (const letter of text) if (!add(letter, false)) return false
  return true
}

interface Match {
  readonly start: number
  readonly end: number
}

/** Words that are marked in one text. Beyond it: the rest of it is without marks. */
const maxMatches = 100

function findMatches(text: string, terms: readonly SearchTerm[]): Match[] {
  const folded = foldWithOrigins(text)
  const matches = terms.flatMap((term) => {
    const forms = term.phrase ? [{ text: foldText(term.text), whole: true }] : searchForms(term.text)
    const found = forms.flatMap((form) => matchesOf(folded, form, term.phrase))
    // The index has `o-neil` as `oneil` too.
    return found.length > 0 || term.phrase ? found : matchesOf(withoutHyphens(folded), forms[0], false)
  })
  matches.sort((a, b) => a.start - b.start || b.end - a.end)
  let reached = 0
  return matches.filter(({ start, end }) => {
    if (start < reached) return false
    reached = end
    return true
  })
}

function matchesOf(folded: FoldedText, form: SearchForm | undefined, phrase: boolean): Match[] {
  const needle = trimToWord(form?.text ?? '')
  if (needle === '') return []
  const matches: Match[] = []
  for (const at of occurrences(folded.text, needle)) {
    if (matches.length >= maxMatches) break
    const end = at + needle.length
    if (startsWord(folded.text, at) && ((!phrase && form?.whole !== true) || startsWord(folded.text, end)))
      matches.push({ start: folded.start(at), end: folded.end(end - 1) })
  }
  return matches
}

/** The text with words joined that hyphens or apostrophes cut. */
function withoutHyphens(folded: FoldedText): FoldedText {
  const kept: number[] = []
  const letters: string[] = []
  for (let at = 0; at < folded.text.length; at += 1) {
    const letter = folded.text.charAt(at)
    if (/['’‐-]/.test(letter)) continue
    kept.push(at)
    letters.push(letter)
  }
  const place = (index: number): number => kept[index] ?? folded.text.length
  return {
    text: letters.join(''),
    start: (index) => folded.start(place(index)),
    end: (index) => folded.end(place(index)),
  }
}

/** Without the punctuation around it. */
function trimToWord(text: string): string {
  const letters = [...text]
  const isWord = (letter: string): boolean => /[\p{L}\p{N}]/u.test(letter)
  const first = letters.findIndex(isWord)
  return first < 0 ? '' : letters.slice(first, letters.findLastIndex(isWord) + 1).join('')
}

/**
 * The positions of a text in another one, without overlaps: Knuth, Morris and Pratt. `indexOf` is faster on ordinary
 * words, but costs the product of both lengths on those crafted for the worst case.
 */
function* occurrences(text: string, needle: string): Generator<number> {
  const borders = new Uint32Array(needle.length)
  for (let at = 1, border = 0; at < needle.length; at += 1) {
    while (border > 0 && needle.charCodeAt(at) !== needle.charCodeAt(border)) border = borders[border - 1] ?? 0
    if (needle.charCodeAt(at) === needle.charCodeAt(border)) border += 1
    borders[at] = border
  }
  let matched = 0
  for (let at = 0; at < text.length; at += 1) {
    while (matched > 0 && text.charCodeAt(at) !== needle.charCodeAt(matched)) matched = borders[matched - 1] ?? 0
    if (text.charCodeAt(at) === needle.charCodeAt(matched)) matched += 1
    if (matched < needle.length) continue
    yield at + 1 - needle.length
    matched = 0
  }
}

/** Words match from their beginning; scripts without spaces anywhere. Where it is so at the end of a match, it ends a word. */
function startsWord(text: string, at: number): boolean {
  if (at === 0 || at === text.length) return true
  return !(spaced.test(text.charAt(at - 1)) && spaced.test(text.charAt(at)))
}

const spaced =
  /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Armenian}\p{Script=Georgian}\p{N}]/u

function startOf(text: string, match: number): number {
  const from = Math.max(0, match - contextBefore)
  if (from === 0) return 0
  const space = text.slice(from, match).search(/\s/)
  const start = space < 0 ? from : from + space + 1
  return /[\udc00-\udfff]/.test(text.charAt(start)) ? start + 1 : start
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
