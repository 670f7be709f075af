import * as v from 'valibot'
import { parseFilter, type FilterTree } from '../protocol/filter-tree.ts'
import { maxHeaderConditions, maxTermsInFilter } from '../protocol/limits.ts'
import { MethodError } from '../protocol/method-error.ts'
import { booleanSchema, idSchema, stringSchema, unsignedIntSchema, utcDateSchema } from '../protocol/schemas.ts'
import { isKeyword } from '../store/keywords.ts'
import { searchTerms } from './search-terms.ts'

const keywordSchema = v.pipe(stringSchema, v.check(isKeyword, 'must be a keyword'), v.toLowerCase())

/** RFC 8621 §4.4.1. */
export const emailConditionSchema = v.strictObject({
  inMailbox: v.optional(idSchema),
  inMailboxOtherThan: v.optional(v.array(idSchema, 'must be an Id[]')),
  before: v.optional(utcDateSchema),
  after: v.optional(utcDateSchema),
  minSize: v.optional(unsignedIntSchema),
  maxSize: v.optional(unsignedIntSchema),
  allInThreadHaveKeyword: v.optional(keywordSchema),
  someInThreadHaveKeyword: v.optional(keywordSchema),
  noneInThreadHaveKeyword: v.optional(keywordSchema),
  hasKeyword: v.optional(keywordSchema),
  notKeyword: v.optional(keywordSchema),
  hasAttachment: v.optional(booleanSchema),
  text: v.optional(stringSchema),
  from: v.optional(stringSchema),
  to: v.optional(stringSchema),
  cc: v.optional(stringSchema),
  bcc: v.optional(stringSchema),
  subject: v.optional(stringSchema),
  body: v.optional(stringSchema),
  header: v.optional(
    v.pipe(
      v.array(stringSchema, 'must be a String[]'),
      v.check((items) => items.length === 1 || items.length === 2, 'must have one or two items'),
      v.check((items) => /^[!-9;-~]+$/.test(items[0] ?? ''), 'must begin with the name of a header field'),
    ),
  ),
})

export type EmailCondition = v.InferOutput<typeof emailConditionSchema>

/** Every condition of a filter, whatever the operators around it. */
export function conditionsOf(tree: FilterTree<EmailCondition>): EmailCondition[] {
  return 'condition' in tree ? [tree.condition] : tree.conditions.flatMap(conditionsOf)
}

const searched = ['text', 'from', 'to', 'cc', 'bcc', 'subject', 'body'] as const

/** @throws MethodError `invalidArguments`, or `unsupportedFilter` when it is more than a search may cost */
export function parseEmailFilter(filter: unknown): FilterTree<EmailCondition> {
  const tree = parseFilter(emailConditionSchema, filter)
  const conditions = conditionsOf(tree)
  const terms = conditions.flatMap((condition) => searched.flatMap((name) => searchTerms(condition[name] ?? '')))
  if (terms.length > maxTermsInFilter)
    throw new MethodError('unsupportedFilter', `filter: looks for more than ${maxTermsInFilter} words`)
  if (conditions.filter(({ header }) => header !== undefined).length > maxHeaderConditions)
    throw new MethodError('unsupportedFilter', `filter: looks into more than ${maxHeaderConditions} header fields`)
  return tree
}
