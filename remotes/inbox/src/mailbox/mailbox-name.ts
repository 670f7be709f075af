import type { Mailbox } from '@atrium/contracts'
import type { Texts } from '../acts/failure-reason.ts'
import { cleanText } from '../people/clean-text.ts'

/** What a folder is called: by its role in the person's language, else by its own name. */
export const mailboxName = ({ role, name }: Pick<Mailbox, 'role' | 'name'>, t: Texts): string =>
  role ? t(role) : cleanText(name) || t('unnamedFolder')
