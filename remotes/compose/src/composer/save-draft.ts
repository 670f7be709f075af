import { MailError } from '@atrium/mail-contracts'
import { AtriumError } from '@atrium/protocol'
import type { Outcome } from '@atrium/mail'
import { emit } from '@atrium/remote'
import { type ComposeMail, connection, senderOf } from '../connection.ts'
import { contentOf } from '../draft/draft-content.ts'
import { markSent } from '../send/mark-sent.ts'
import { backUp } from './backup.ts'
import type { Composer } from './composer.ts'
import { findComposer, patchComposer } from './composers.ts'

const notConnected = (): AtriumError =>
  new MailError('DRAFT_NOT_SAVED', { subject: 'draft', remedy: 'It is saved once the page has reached the server' })

/** Keys that a data layer knows; each session has one of its own. */
const known = new WeakMap<ComposeMail, Set<string>>()

/** Lets the data layer of this session know what is stored of a message, and what an earlier one may have stored. */
export const introduce = (mail: ComposeMail, { key, emailId, messageId, attempted }: Composer): void => {
  const keys = known.get(mail) ?? new Set()
  known.set(mail, keys)
  if (keys.has(key)) return
  keys.add(key)
  mail.adoptDraft(key, { emailId, messageId, lost: attempted })
}

/** Stores a draft as it is now. */
export const saveDraft = async (key: string): Promise<Outcome<null>> => {
  const composer = findComposer(key)
  const way = connection()
  if (!composer || !way) return { ok: false, error: notConnected() }
  introduce(way.mail, composer)
  const content = contentOf(composer.draft, senderOf(composer.draft, way))
  // A send whose response was lost is still open: the data layer looks for it first.
  if (composer.attempted?.kind !== 'send') patchComposer(key, { attempted: { kind: 'save', content } })
  // Before the request: should the page end now, the next one must know what may have been stored.
  backUp(key)
  const outcome = await way.mail.saveDraft({ key, ...content })
  if (!outcome.ok) return outcome
  const { emailId, messageId, sent, other } = outcome.value
  if (sent) markSent(way.mail, key, sent)
  else {
    patchComposer(key, { emailId, messageId, attempted: null })
    if (other) patchComposer(key, { problem: other.sent ? { kind: 'sent-elsewhere' } : { kind: 'changed-elsewhere', emailId: other.emailId } })
    else if (findComposer(key)?.problem?.kind === 'unknown') patchComposer(key, { problem: { kind: 'lost' } })
    emit('draft:saved', { key, emailId })
  }
  return { ok: true, value: null }
}
