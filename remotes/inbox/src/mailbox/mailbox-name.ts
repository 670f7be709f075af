import type { Mailbox } from '@atrium/mail-contracts'
import { cleanText } from '@atrium/ui'
import type { Texts } from '../acts/failure-reason.ts'

/** What a folder is called: by its role in the person's language, else by its own name. */
export const mailboxName = ({ role, name }: Pick<Mailbox, 'role' | 'name'>, t: Texts): string =>
  role ? t(role) : cleanText(name) || t('unnamedFolder')
