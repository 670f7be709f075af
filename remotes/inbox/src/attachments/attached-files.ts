import { previewTypeOf, type Email, type EmailBodyPart } from '@atrium/mail-contracts'

/** Only formats that run nothing are drawn; SVG is not among them. */
export const isPicture = ({ type }: EmailBodyPart): boolean => previewTypeOf(type)?.startsWith('image/') === true

/** Files of a message, but for pictures that stand in its text. */
export function attachedFiles(email: Email): readonly EmailBodyPart[] {
  const html = email.htmlBody
    .filter(({ type }) => type === 'text/html')
    .map(({ partId }) => email.bodyValues[partId ?? '']?.value ?? '')
    .join('')
  const inText = (part: EmailBodyPart): boolean => part.cid !== null && isPicture(part) && html.includes(`cid:${part.cid}`)
  const bare = email.htmlBody.filter((part) => !part.type.startsWith('text/') && !(part.cid !== null && isPicture(part)))
  return [...bare, ...email.attachments].filter((part) => part.blobId !== null && !inText(part))
}
