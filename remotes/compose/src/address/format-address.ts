import type { EmailAddress } from '@atrium/mail-contracts'
import { cleanText } from '@atrium/ui'

const special = /[()<>@,;:\\".[\]]/

/** As it is written in a message: `"Byron, Ada" <ada@example.org>`. */
export const formatAddress = ({ name, email }: EmailAddress): string => {
  if (!name) return email
  return `${special.test(name) ? `"${name.replace(/["\\]/g, '\\$&')}"` : name} <${email}>`
}

/** What a person calls them. */
export const displayName = ({ name, email }: EmailAddress): string => cleanText(name) || cleanText(email)
