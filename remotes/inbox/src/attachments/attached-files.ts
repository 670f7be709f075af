import { previewTypeOf, type Email, type EmailBodyPart } from '@atrium/mail-contracts'

/** Only formats that run nothing are drawn; SVG is not among them. */
export const isPicture = ({ type }: EmailBodyPart): boolean => previewTypeOf(type)?.startsWith('image/') === true

/** Characters of a Content-ID; RFC 5322 §2.1.1 ends a line at 998. */
const longest = 998

/** Every Content-ID that some HTML refers to. One reading for all files: a message may have thousands. */
const contentIdsIn = (html: readonly string[]): ReadonlySet<string> => {
  const found = new Set<string>()
  for (const text of html) {
    for (const { index } of text.matchAll(/cid:/gi)) {
      found.add(text.slice(index + 4, index + 4 + longest).split(/["'<>)\s]/, 1)[0] ?? '')
    }
  }
  return found
}

/** Files of a message, but for pictures that stand in its text. */
export function attachedFiles(email: Email): readonly EmailBodyPart[] {
  const named = contentIdsIn(
    email.htmlBody.filter(({ type }) => type === 'text/html').map(({ partId }) => email.bodyValues[partId ?? '']?.value ?? ''),
  )
  const inText = (part: EmailBodyPart): boolean => part.cid !== null && isPicture(part) && named.has(part.cid)
  const bare = email.htmlBody.filter((part) => !part.type.startsWith('text/') && !(part.cid !== null && isPicture(part)))
  return [...bare, ...email.attachments].filter((part) => part.blobId !== null && !inText(part))
}
