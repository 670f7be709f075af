import type { Id } from '@atrium/mail-contracts'
import type { EmailRecord } from './email-record.ts'

/** What a person's act does to one message. `true` sets, `false` removes. */
export interface EmailPatch {
  readonly keywords?: Readonly<Record<string, boolean>>
  readonly mailboxIds?: Readonly<Record<Id, boolean>>
  readonly destroyed?: true
}

export type Patches = ReadonlyMap<Id, EmailPatch>

const patchSet = (
  set: Readonly<Record<string, true>>,
  changes: Readonly<Record<string, boolean>> | undefined,
): Readonly<Record<string, true>> => {
  if (!changes || Object.keys(changes).every((name) => (set[name] === true) === changes[name])) return set
  const next: Record<string, true> = { ...set }
  for (const name of Object.keys(changes)) {
    if (changes[name]) next[name] = true
    else delete next[name]
  }
  return next
}

/** The message after the patch, or null when it is destroyed. Same object when nothing changes. */
export const applyPatch = (record: EmailRecord, patch: EmailPatch): EmailRecord | null => {
  if (patch.destroyed) return null
  const keywords = patchSet(record.keywords, patch.keywords)
  const mailboxIds = patchSet(record.mailboxIds, patch.mailboxIds)
  return keywords === record.keywords && mailboxIds === record.mailboxIds ? record : { ...record, keywords, mailboxIds }
}

const invertSet = (
  set: Readonly<Record<string, true>>,
  changes: Readonly<Record<string, boolean>> | undefined,
): Record<string, boolean> | undefined => {
  const undone: Record<string, boolean> = {}
  for (const name of Object.keys(changes ?? {})) {
    const before = set[name] === true
    if (changes && before !== changes[name]) undone[name] = before
  }
  return Object.keys(undone).length > 0 ? undone : undefined
}

/** What takes the patch back, given the message before it; null when it changed nothing. */
export const invertPatch = (before: EmailRecord, patch: EmailPatch): EmailPatch | null => {
  const keywords = invertSet(before.keywords, patch.keywords)
  const mailboxIds = invertSet(before.mailboxIds, patch.mailboxIds)
  if (!keywords && !mailboxIds) return null
  return { ...(keywords ? { keywords } : {}), ...(mailboxIds ? { mailboxIds } : {}) }
}

/** As the PatchObject of `Email/set` (RFC 8620 §5.3); names are escaped as in a JSON pointer. */
export const patchObject = (patch: EmailPatch): Record<string, true | null> => {
  const object: Record<string, true | null> = {}
  const add = (property: string, changes: Readonly<Record<string, boolean>> | undefined): void => {
    for (const [name, on] of Object.entries(changes ?? {})) {
      object[`${property}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`] = on || null
    }
  }
  add('keywords', patch.keywords)
  add('mailboxIds', patch.mailboxIds)
  return object
}
