import { type Email, type EmailBodyPart, previewFlag, previewTypeOf } from '@atrium/mail-contracts'
import { escapeHtml, type MailContent, textOfHtml } from '@atrium/mail-html'

export interface Body {
  readonly content: MailContent
  /** More of it is on the server. */
  readonly truncated: boolean
  readonly empty: boolean
  /** Its bytes are not of the charset it says, so it may read wrong. */
  readonly misread: boolean
}

const isHtml = ({ type }: EmailBodyPart): boolean => type === 'text/html'
const isText = ({ type }: EmailBodyPart): boolean => type.startsWith('text/')

/** A message of several parts is one document: text between HTML parts is text there, too. */
function htmlOf(email: Email): string {
  const parts = email.htmlBody.map((part) => {
    const value = email.bodyValues[part.partId ?? '']?.value ?? ''
    if (part.type === 'text/html') return value
    if (isText(part)) return `<pre>${escapeHtml(value)}</pre>`
    return part.cid && part.type.startsWith('image/') ? `<p><img src="cid:${escapeHtml(part.cid)}"></p>` : ''
  })
  return parts.join('\n')
}

/**
 * The body that is rendered: HTML if there is any (RFC 8621 §4.1.4), otherwise text.
 * @param plain Rather the text, or what the HTML says as text where there is none. Default: false.
 */
export function bodyOf(email: Email, plain = false): Body {
  const asHtml = !plain && email.htmlBody.some(isHtml)
  const parts = (asHtml ? email.htmlBody : email.textBody).filter(isText)
  const values = parts.map((part) => ({ part, value: email.bodyValues[part.partId ?? ''] }))
  const text = values
    .map(({ part, value }) => (plain && isHtml(part) ? textOfHtml(value?.value ?? '') : (value?.value ?? '')))
    .join('\n\n')
  return {
    content: asHtml ? { html: htmlOf(email), text } : { text },
    truncated: values.some(({ value }) => value?.isTruncated ?? false),
    empty: text.trim() === '',
    misread: values.some(({ value }) => value?.isEncodingProblem ?? false),
  }
}

/** Only formats that cannot run code are rendered; SVG is not one of them. */
export const isPicture = ({ type }: EmailBodyPart): boolean => previewTypeOf(type)?.startsWith('image/') === true

/** Characters of a Content-ID; RFC 5322 §2.1.1 ends a line at 998. Beyond it: the id is cut and names no part. */
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
    email.htmlBody
      .filter(({ type }) => type === 'text/html')
      .map(({ partId }) => email.bodyValues[partId ?? '']?.value ?? ''),
  )
  const inText = (part: EmailBodyPart): boolean => part.cid !== null && isPicture(part) && named.has(part.cid)
  const bare = email.htmlBody.filter(
    (part) => !part.type.startsWith('text/') && !(part.cid !== null && isPicture(part)),
  )
  return [...bare, ...email.attachments].filter((part) => part.blobId !== null && !inText(part))
}

/** How a file is shown without downloading it. */
export type PreviewKind = 'picture' | 'text' | 'message'

/** Reports of mail servers and programs (RFC 3464, RFC 8098): text by their format, whatever they are called. */
const reports = new Set(['message/delivery-status', 'message/disposition-notification', 'text/rfc822-headers'])

const previewLimits = {
  /** Bytes of a picture. Beyond it: it has no preview. */
  picture: 25_000_000,
  /** Bytes of a text. Beyond it: it has no preview. */
  text: 1_000_000,
  /** Bytes of an attached message. Beyond it: it has no preview. */
  message: 5_000_000,
} as const satisfies Record<PreviewKind, number>

/** Null for what can only be downloaded. */
export function previewKindOf(part: Pick<EmailBodyPart, 'type' | 'size'>): PreviewKind | null {
  const type = part.type.toLowerCase()
  const shown = reports.has(type) ? 'text/plain' : previewTypeOf(type)
  const kind =
    type === 'message/rfc822' ? 'message' : shown === null ? null : shown === 'text/plain' ? 'text' : 'picture'
  return kind !== null && part.size <= previewLimits[kind] ? kind : null
}

/** A file of a message, as the page names and fetches it. */
export interface AttachedFile {
  readonly part: EmailBodyPart
  /** Safe to show. */
  readonly name: string
  /** Where it is downloaded from; null until the server's download address is known. */
  readonly url: string | null
}

/** Address of a file that is shown in a frame, as a type that runs nothing. */
export function previewAddress(url: string, { type, charset }: Pick<EmailBodyPart, 'type' | 'charset'>): string {
  const address = new URL(url, window.location.href)
  address.searchParams.set('type', previewTypeOf(type) === null ? 'text/plain' : type)
  address.searchParams.set(previewFlag, '1')
  if (charset !== null) address.searchParams.set('charset', charset)
  return address.href
}
