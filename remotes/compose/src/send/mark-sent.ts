import type { ComposeRequest } from '@atrium/mail-contracts'
import type { SentMessage } from '@atrium/mail'
import { emit, showToast } from '@atrium/remote'
import { returnFocus } from '../composer/close-composer.ts'
import { findComposer } from '../composer/composers.ts'
import { forget } from '../composer/let-go.ts'
import type { ComposeMail } from '../connection.ts'
import { say } from '../say.ts'

/** RFC 8621 §4.1.1: a message that was answered or forwarded is marked so. */
const markOriginal = (mail: ComposeMail, { kind, emailId }: ComposeRequest): void => {
  if (emailId === undefined || kind === 'new' || kind === 'draft') return
  mail.actions.setKeyword([emailId], kind === 'forward' ? '$forwarded' : '$answered', true)
}

/** The message is out, by this attempt or, as it turned out, by an earlier one: its window closes. */
export const markSent = (mail: ComposeMail, key: string, { emailId, submissionId }: SentMessage): void => {
  const composer = findComposer(key)
  if (!composer) return
  markOriginal(mail, composer.request)
  returnFocus(key)
  forget(key)
  emit('mail:sent', { emailId, submissionId })
  showToast({ tone: 'success', text: say('sent') })
}
