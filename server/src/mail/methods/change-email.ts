import type { MethodContext } from '../protocol/method-context.ts'
import { applyPatch, changedProperties } from '../protocol/patch-object.ts'
import { resolveId } from '../protocol/run-get.ts'
import { invalidProperties, notFound, SetFailure } from '../protocol/set-failure.ts'
import { readEmail } from '../store/email-rows.ts'
import { messageCost } from '../store/messages.ts'
import { updateEmail } from '../store/update-email.ts'
import type { WriteScope } from '../store/write.ts'
import { readKeywordSet, readMailboxIds } from './email-placement.ts'
import { isEmailProperty, wantedProperties } from './email-properties.ts'
import { emailRecord, quickProperties } from './email-record.ts'

type Json = Readonly<Record<string, unknown>>

/**
 * Applies a patch to a message: keywords and mailboxes may change, all else may only be repeated as it
 * is (RFC 8620 §5.3).
 *
 * @throws SetFailure
 */
export function changeEmail(
  scope: WriteScope,
  context: MethodContext,
  { key, patch }: { key: number; patch: Json },
): void {
  const account = context.account.key
  const row = readEmail(scope.query, account, key)
  if (!row) throw notFound()
  const named = withResolvedMailboxes(patch, context)
  const names = new Set(Object.keys(named).map((path) => path.split('/', 1)[0] ?? ''))
  const unknown = [...names].filter((name) => !isEmailProperty(name))
  if (unknown.length > 0) throw invalidProperties(unknown, `${unknown.join(', ')}: no such property`)
  const wanted = wantedProperties(
    { fetchTextBodyValues: false, fetchHTMLBodyValues: false, fetchAllBodyValues: false, maxBodyValueBytes: 0 },
    [...names],
  )
  if ([...names].some((name) => !quickProperties.has(name)) && !context.budget.mayCompare(messageCost(scope.query, row.blob)))
    throw new SetFailure({ type: 'rateLimit', description: 'Too much to compare in one call: send keywords and mailboxIds only.' })
  const before = emailRecord(context, row, wanted)
  const after = applyPatch(before, named, { keywords: {} })
  const changed = changedProperties(before, after)
  const fixed = changed.filter((name) => name !== 'keywords' && name !== 'mailboxIds')
  if (fixed.length > 0) throw invalidProperties(fixed, `${fixed.join(', ')}: cannot be changed`)
  const keywords = changed.includes('keywords') ? readKeywordSet(after['keywords']) : null
  const mailboxes = changed.includes('mailboxIds') ? readMailboxIds(after['mailboxIds'] ?? {}, context) : null
  if (!keywords && !mailboxes) return
  updateEmail(scope, account, { email: row, ...(keywords ? { keywords } : {}), ...(mailboxes ? { mailboxes } : {}) })
}

/** Keywords are case-insensitive, and a mailbox may be one made in the same request. */
function withResolvedMailboxes(patch: Json, context: MethodContext): Json {
  return Object.fromEntries(
    Object.entries(patch).map(([path, value]) => {
      // A longer path is left as it is, to be refused.
      const [property, name, more] = path.split('/', 3)
      if (more !== undefined) return [path, value]
      if (property === 'mailboxIds' && name !== undefined) return [`mailboxIds/${resolveId(name, context)}`, value]
      if (property === 'keywords' && name !== undefined) return [`keywords/${name.toLowerCase()}`, value]
      return [path, value]
    }),
  )
}
