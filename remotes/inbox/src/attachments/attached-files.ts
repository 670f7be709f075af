import type { Email, EmailBodyPart } from '@atrium/contracts'

const pictures = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])

/** Only formats that run nothing are drawn; SVG is not among them. */
export const isPicture = ({ type }: EmailBodyPart): boolean => pictures.has(type)

/** Files of a message, but for pictures that stand in its text. */
export function attachedFiles(email: Email): readonly EmailBodyPart[] {
  const html = email.htmlBody
    .filter(({ type }) => type === 'text/html')
    .map(({ partId }) => email.bodyValues[partId ?? '']?.value ?? '')
    .join('')
  const inText = ({ cid, type }: EmailBodyPart): boolean =>
    cid !== null && type.startsWith('image/') && html.includes(`cid:${cid}`)
  const bare = email.htmlBody.filter(({ type, cid }) => !type.startsWith('text/') && !(cid !== null && type.startsWith('image/')))
  return [...bare, ...email.attachments].filter((part) => part.blobId !== null && !inText(part))
}
