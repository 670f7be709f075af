import type { EmailAddress } from '@atrium/mail-contracts'
import type { EmailRow } from '@atrium/mail'
import { cleanText } from '@atrium/ui'
import type { Texts } from '../folder/folder-name.ts'

const nameOf = ({ name, email }: EmailAddress): string => cleanText(name) || cleanText(email)

const most = 3

/** Who is on the other side of a result: its writer, or whom one wrote to. */
export const resultPeople = ({ email }: EmailRow, own: string, t: Texts): { readonly face: EmailAddress | undefined; readonly text: string } => {
  const writer = email.from?.[0]
  if (writer?.email.toLowerCase() !== own.toLowerCase()) {
    return { face: writer, text: writer ? nameOf(writer) : t('unknownSender') }
  }
  const to = email.to ?? []
  if (to.length === 0) return { face: writer, text: t('me') }
  return { face: to[0], text: t('toPeople', { names: to.slice(0, most).map(nameOf).join(', ') }) }
}
