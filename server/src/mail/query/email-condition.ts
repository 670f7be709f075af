import * as v from 'valibot'
import { booleanSchema, idSchema, stringSchema, unsignedIntSchema, utcDateSchema } from '../protocol/schemas.ts'
import { isKeyword } from '../store/keywords.ts'

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
