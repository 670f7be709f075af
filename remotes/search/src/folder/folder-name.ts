import type { Mailbox } from '@atrium/mail-contracts'
import { cleanText } from '@atrium/ui'
import type { Translate } from '@atrium/remote'
import type { messages } from '../messages.ts'

export type Texts = Translate<(typeof messages)['en']>

/** What a folder is called: by what it is for, else by its own name. */
export const folderName = ({ role, name }: Pick<Mailbox, 'role' | 'name'>, t: Texts): string => (role ? t(role) : cleanText(name))
