import { MailError } from '@atrium/mail-contracts'
import type { Email, Id } from '@atrium/mail-contracts'
import type { MailCore } from '../core.ts'
import { type Outcome, outcomeOf } from '../outcome.ts'
import { loadEmails, type ThreadData } from './thread-data.ts'

/** Reads the bodies of a message without a limit and puts them where the message is shown. */
export const loadWhole = (core: MailCore, emailId: Id): Promise<Outcome<null>> =>
  outcomeOf(async () => {
    const [email] = await loadEmails(core, [emailId], true)
    if (!email) throw new MailError('MAIL_NOT_FOUND', { subject: 'message', remedy: 'It was deleted elsewhere' })
    core.queries.setQueryData<Email>(['email', emailId], (old) => old && email)
    core.queries.setQueryData<ThreadData>(
      ['thread', email.threadId],
      (old) => old && { emails: new Map([...old.emails, [emailId, email]]) },
    )
    return null
  })
