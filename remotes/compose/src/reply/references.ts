import type { Email } from '@atrium/mail-contracts'

export interface Lineage {
  readonly inReplyTo: readonly string[]
  readonly references: readonly string[]
}

/** Which conversation an answer belongs to, RFC 5322 §3.6.4. */
export const lineageOf = (email: Pick<Email, 'messageId' | 'inReplyTo' | 'references'>): Lineage => {
  const parent = email.messageId ?? []
  // In-Reply-To stands in for References only when it names one message.
  const before = email.references ?? (email.inReplyTo?.length === 1 ? email.inReplyTo : [])
  return { inReplyTo: parent, references: parent.length > 0 ? [...new Set([...before, ...parent])] : [...before] }
}
