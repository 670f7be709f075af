import * as v from 'valibot'
import { maxMailboxDepth, maxSizeMailboxName } from '../protocol/limits.ts'
import { booleanSchema, idReferenceSchema, stringSchema, unsignedIntSchema } from '../protocol/schemas.ts'
import { invalidProperties, SetFailure } from '../protocol/set-failure.ts'
import type { MailboxRow } from '../store/mailboxes.ts'
import { mailboxId } from '../store/object-id.ts'

/** Registered mailbox roles (IANA, IMAP Mailbox Name Attributes) that make sense for a mailbox of one person. */
const roles = [
  'inbox',
  'archive',
  'drafts',
  'sent',
  'trash',
  'junk',
  'flagged',
  'important',
  'all',
  'memos',
  'scheduled',
  'snoozed',
  'subscribed',
  'templates',
]

/** What a client may set. */
export const mailboxChangeSchema = v.strictObject({
  name: v.pipe(
    stringSchema,
    v.transform((name) => name.normalize('NFC')),
    v.check((name) => name.trim() !== '' && !/[\p{Cc}\u2028\u2029]/u.test(name), 'must be a name'),
    v.check(
      (name) => Buffer.byteLength(name) <= maxSizeMailboxName,
      `must not have more than ${maxSizeMailboxName} octets`,
    ),
  ),
  parentId: v.optional(v.nullable(idReferenceSchema), null),
  role: v.optional(v.nullable(v.picklist(roles, 'must be a registered role')), null),
  sortOrder: v.optional(v.pipe(unsignedIntSchema, v.maxValue(2 ** 31 - 1, 'must be less than 2^31')), 0),
  isSubscribed: v.optional(booleanSchema, true),
})

export type MailboxChange = Omit<v.InferOutput<typeof mailboxChangeSchema>, 'parentId'> & {
  readonly parent: number | null
}

/**
 * Refuses what would break the tree: a taken name or role, a circle, too many levels.
 * `id` is the mailbox itself when it exists.
 */
export function checkMailbox(others: readonly MailboxRow[], change: MailboxChange, id: number | null): void {
  const rows = new Map(others.map((row) => [row.id, row]))
  const siblings = others.filter((row) => row.id !== id && row.parent === change.parent)
  const namesake = siblings.find((row) => row.name === change.name)
  if (namesake)
    throw new SetFailure({
      type: 'alreadyExists',
      existingId: mailboxId.format(namesake.id),
      properties: ['name'],
      description: 'name: there is one of that name',
    })
  if (change.role !== null && others.some((row) => row.id !== id && row.role === change.role))
    throw invalidProperties(['role'], 'role: another mailbox has it')
  let depth = 1
  for (let parent = change.parent; parent !== null; parent = rows.get(parent)?.parent ?? null) {
    depth += 1
    if (parent === id) throw invalidProperties(['parentId'], 'parentId: is below the mailbox itself')
    if (depth > maxMailboxDepth) throw invalidProperties(['parentId'], `parentId: at most ${maxMailboxDepth} levels`)
  }
}
