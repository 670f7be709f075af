import * as v from 'valibot'
import type { FilterTree } from '../protocol/filter-tree.ts'
import { limits, maxTermsInFilter } from '../protocol/limits.ts'
import type { Method } from '../protocol/method-context.ts'
import { MethodError } from '../protocol/method-error.ts'
import { parseArguments } from '../protocol/parse-arguments.ts'
import { idSchema, objectSchema } from '../protocol/schemas.ts'
import { parseEmailFilter, type EmailCondition } from '../query/email-condition.ts'
import { makeSnippet } from '../query/make-snippet.ts'
import { searchTerms, type SearchTerm } from '../query/search-terms.ts'
import type { Listing } from '../mime/message.ts'
import { readEmail, type StoredEmail } from '../store/email-rows.ts'
import { loadText } from '../store/messages.ts'
import { emailId } from '../store/object-id.ts'

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
  return { accountId: context.account.id, list, notFound: missing }
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

interface Wanted {
  readonly subject: readonly SearchTerm[]
  readonly body: readonly SearchTerm[]
}

/** What the filter looks for, each word once; nothing below a NOT. */
function termsOf(tree: FilterTree<EmailCondition>): Wanted {
  const { subject, body } = allTermsOf(tree)
  return { subject: once(subject), body: once(body) }
}

function once(terms: readonly SearchTerm[]): SearchTerm[] {
  return [...new Map(terms.map((term) => [term.text, term])).values()].slice(0, maxTermsInFilter)
}

function allTermsOf(tree: FilterTree<EmailCondition>): Wanted {
  if ('condition' in tree) {
    const { text = '', subject = '', body = '' } = tree.condition
    return { subject: searchTerms(`${text} ${subject}`), body: searchTerms(`${text} ${body}`) }
  }
  const children = tree.operator === 'NOT' ? [] : tree.conditions.map(allTermsOf)
  return { subject: children.flatMap((child) => child.subject), body: children.flatMap((child) => child.body) }
}
