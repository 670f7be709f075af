import { MailError } from '@atrium/mail-contracts'
import { AtriumError } from '@atrium/protocol'
import type { Outcome } from '@atrium/mail'
import { emit } from '@atrium/remote'
import { connection, senderOf } from '../connection.ts'
import { contentOf } from '../draft/draft-content.ts'
import { findComposer, patchComposer } from './composers.ts'

const notConnected = (): AtriumError =>
  new MailError('DRAFT_NOT_SAVED', { subject: 'draft', remedy: 'It is saved once the page has reached the server' })

/** Stores a draft as it is now. */
export const saveDraft = async (key: string): Promise<Outcome<null>> => {
  const composer = findComposer(key)
  const way = connection()
  if (!composer || !way) return { ok: false, error: notConnected() }
  const outcome = await way.mail.saveDraft({ key, ...contentOf(composer.draft, senderOf(composer.draft, way)) })
  if (!outcome.ok) return outcome
  const { emailId } = outcome.value
  patchComposer(key, { emailId })
  emit('draft:saved', { key, emailId })
  return { ok: true, value: null }
}
