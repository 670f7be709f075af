import type { AtriumError } from '@atrium/protocol'
import type { Translate } from '@atrium/remote'
import type { messages } from '../messages.ts'

export type Texts = Translate<(typeof messages)['en']>

const byCode: Readonly<Record<string, 'reasonNetwork' | 'reasonGone' | 'reasonFolder'>> = {
  MAIL_UNREACHABLE: 'reasonNetwork',
  UPSTREAM_UNREACHABLE: 'reasonNetwork',
  MAIL_NOT_FOUND: 'reasonGone',
  MAILBOX_MISSING: 'reasonFolder',
}

/** Why something failed and what to do, in the person's language. */
export const failureReason = (t: Texts, error: AtriumError): string => t(byCode[error.code] ?? 'reasonServer')
