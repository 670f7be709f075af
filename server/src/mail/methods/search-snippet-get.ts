import * as v from 'valibot'
import { parseFilter, type FilterTree } from '../protocol/filter-tree.ts'
import { limits } from '../protocol/limits.ts'
import type { Method } from '../protocol/method-context.ts'
import { MethodError } from '../protocol/method-error.ts'
import { parseArguments } from '../protocol/parse-arguments.ts'
import { idSchema, objectSchema } from '../protocol/schemas.ts'
import { emailConditionSchema, type EmailCondition } from '../query/email-condition.ts'
import { makeSnippet } from '../query/make-snippet.ts'
import { searchTerms, type SearchTerm } from '../query/search-terms.ts'
import type { Listing } from '../mime/message.ts'
import { readEmail } from '../store/email-rows.ts'
import { loadText } from '../store/messages.ts'
import { emailId } from '../store/object-id.ts'

const argumentsSchema = v.strictObject({
  accountId: idSchema,
  filter: v.nullish(objectSchema),
  emailIds: v.array(v.string('must be an Id'), 'must be an Id[]'),
})

/** RFC 8621 §5.1. */
export const searchSnippetGet: Method = (args, context) => {
  const { filter, emailIds } = parseArguments(argumentsSchema, args, context)
  if (emailIds.length > limits.maxObjectsInGet)
    throw new MethodError('requestTooLarge', `emailIds: at most ${limits.maxObjectsInGet}`)
  const wanted = filter ? termsOf(parseFilter(emailConditionSchema, filter)) : { subject: [], body: [] }
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
    const { subject }: Listing = JSON.parse(row.listing)
    list.push({
      emailId: id,
      subject: wanted.subject.length > 0 ? makeSnippet(subject ?? '', wanted.subject, true) : null,
      preview:
        wanted.body.length > 0 ? makeSnippet(loadText(query, row.blob).replace(/\s+/g, ' '), wanted.body, false) : null,
    })
  }
  return { accountId: context.account.id, list, notFound: missing }
}

interface Wanted {
  readonly subject: readonly SearchTerm[]
  readonly body: readonly SearchTerm[]
}

/** What the filter looks for; nothing below a NOT. */
function termsOf(tree: FilterTree<EmailCondition>): Wanted {
  if ('condition' in tree) {
    const { text = '', subject = '', body = '' } = tree.condition
    return { subject: searchTerms(`${text} ${subject}`), body: searchTerms(`${text} ${body}`) }
  }
  const children = tree.operator === 'NOT' ? [] : tree.conditions.map(termsOf)
  return { subject: children.flatMap((child) => child.subject), body: children.flatMap((child) => child.body) }
}
