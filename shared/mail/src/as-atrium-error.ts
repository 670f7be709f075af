import { MailError } from '@atrium/mail-contracts'
import { AtriumError } from '@atrium/protocol'

/** What was thrown, as an error with a code. Anything unknown counts as the network's fault. */
export const asAtriumError = (thrown: unknown): AtriumError =>
  thrown instanceof AtriumError
    ? thrown
    : new MailError('MAIL_UNREACHABLE', { subject: 'mail', remedy: 'Check the connection and try again', cause: thrown })
