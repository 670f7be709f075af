import * as v from 'valibot'
import type { MethodContext } from '../protocol/method-context.ts'
import { resolveId } from '../protocol/run-get.ts'
import { setSchema, utcDateSchema } from '../protocol/schemas.ts'
import { invalidProperties, SetFailure } from '../protocol/set-failure.ts'
import { isKeyword } from '../store/keywords.ts'
import { readMailbox } from '../store/mailboxes.ts'
import { mailboxId } from '../store/object-id.ts'
import { parseDateTime } from '../store/parse-date-time.ts'

/** Keywords of one message. */
const maxKeywords = 100

/** Keys of the mailboxes of a `mailboxIds`. @throws SetFailure `invalidProperties` */
export function readMailboxIds(given: unknown, context: MethodContext): Set<number> {
  const parsed = v.safeParse(setSchema, given)
  if (!parsed.success) throw invalidProperties(['mailboxIds'], `mailboxIds: ${parsed.issues[0].message}`)
  const keys = Object.keys(parsed.output).map((id) => {
    const key = mailboxId.parse(resolveId(id, context))
    if (key === null || !readMailbox(context.store.query, context.account.key, key))
      throw invalidProperties(['mailboxIds'], `mailboxIds: there is no mailbox ${id}`)
    return key
  })
  if (keys.length === 0) throw invalidProperties(['mailboxIds'], 'mailboxIds: a message is in one mailbox at least')
  return new Set(keys)
}

/** Lower-case keywords of a `keywords`. @throws SetFailure `invalidProperties` or `tooManyKeywords` */
export function readKeywordSet(given: unknown): Set<string> {
  const parsed = v.safeParse(setSchema, given ?? {})
  if (!parsed.success) throw invalidProperties(['keywords'], `keywords: ${parsed.issues[0].message}`)
  const keywords = Object.keys(parsed.output)
  const wrong = keywords.find((keyword) => !isKeyword(keyword))
  if (wrong !== undefined) throw invalidProperties(['keywords'], `keywords: ${wrong} is no keyword`)
  if (keywords.length > maxKeywords) throw new SetFailure({ type: 'tooManyKeywords' })
  return new Set(keywords.map((keyword) => keyword.toLowerCase()))
}

/** Milliseconds of a `receivedAt`, or null when it is left open. @throws SetFailure `invalidProperties` */
export function readReceivedAt(given: unknown): number | null {
  if (given === undefined || given === null) return null
  const parsed = v.safeParse(utcDateSchema, given)
  if (!parsed.success) throw invalidProperties(['receivedAt'], `receivedAt: ${parsed.issues[0].message}`)
  return parseDateTime(parsed.output)
}
