import type { EmailAddress } from '@atrium/mail-contracts'
import { cleanText } from '@atrium/ui'

/** What a person is called: the name they give themselves, else their address. */
export const personName = ({ name, email }: EmailAddress): string => cleanText(name).replace(/^["'](.+)["']$/, '$1') || cleanText(email)

/** The first word of the name, where several people share a line. */
export function shortName(person: EmailAddress): string {
  const name = personName(person)
  if (name.includes('@')) return name.split('@')[0] ?? name
  const family = /^([^,]+),\s*(.+)$/.exec(name)
  const given = family?.[2] ?? name
  return given.split(' ')[0] ?? given
}
