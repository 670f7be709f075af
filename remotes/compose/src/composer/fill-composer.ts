import type { ComposeRequest, Email } from '@atrium/mail-contracts'
import { connection, ownAddresses } from '../connection.ts'
import { startDraft } from '../draft/start-draft.ts'
import type { Wording } from '../reply/attribution.ts'
import { hasFormatting } from '../reply/plain-body.ts'
import { newMessageId } from './composer.ts'
import { patchComposer } from './composers.ts'

export interface Filling extends Wording {
  readonly kind: Exclude<ComposeRequest['kind'], 'new'>
  readonly email: Email
}

/** Puts into a window what it starts from. A stored draft is from then on saved in its place. */
export const fillComposer = (key: string, { kind, email, ...wording }: Filling): void => {
  const way = connection()
  if (!way) return
  const draft = startDraft(kind, email, { own: ownAddresses(way), identities: way.identities, ...wording })
  const stored = kind === 'draft'
  patchComposer(key, {
    draft,
    phase: 'writing',
    ...(stored ? { emailId: email.id, messageId: email.messageId?.[0] ?? newMessageId() } : {}),
    hadFormatting: stored && hasFormatting(email),
  })
}
