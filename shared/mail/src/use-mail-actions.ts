import type { MailActions } from './actions/mail-actions.ts'
import { useMail } from './mail-provider.tsx'

/** What a person can do to messages; the same object for the whole session. */
export const useMailActions = (): MailActions => useMail().actions
