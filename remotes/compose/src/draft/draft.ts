import { escapeHtml } from '@atrium/mail-html'
import type { DraftAttachment, DraftContent } from '@atrium/mail'
import type { Id, EmailAddress, Identity } from '@atrium/mail-contracts'
import type { AtriumError } from '@atrium/protocol'
import { workspace } from '@atrium/remote'
import { isAddress, uniqueAddresses } from '../recipients/parse-addresses.ts'

/** A file of a draft: on its way to the server, there, or stopped by an error. */
export interface Attachment {
  /** Within its draft. */
  readonly id: string
  readonly name: string
  readonly type: string
  /** Bytes. */
  readonly size: number
  /** Null until the server has it. */
  readonly blobId: Id | null
  /** From 0 to 1. */
  readonly progress: number
  readonly error: AtriumError | null
  /** Content-ID without angle brackets of a picture that stands in the text; null for a file beside it. */
  readonly cid: string | null
}

export const isUploading = ({ blobId, error }: Attachment): boolean => blobId === null && error === null

/**
 * Bytes that the attachments of a message may have before they are encoded. Most mail servers refuse larger
 * messages; our own takes 50,000,000 (`maxSizeAttachmentsPerEmail`, RFC 8621 §1.3.1). Beyond it: a file is not
 * attached, and the composer says why.
 */
export const attachmentsLimit = 25_000_000

/** Bytes of all attachments, before they are encoded. */
export const totalSize = (attachments: readonly { readonly size: number }[]): number =>
  attachments.reduce((sum, { size }) => sum + size, 0)

/** A message as it stands in a window. */
export interface Draft {
  /** Which of the person's identities writes; null is the first one. */
  readonly identityId: string | null
  readonly to: readonly EmailAddress[]
  readonly cc: readonly EmailAddress[]
  readonly bcc: readonly EmailAddress[]
  readonly subject: string
  /** `plain` is written and sent without HTML. */
  readonly format: 'rich' | 'plain'
  /** All words, whatever the format. */
  readonly text: string
  /** The text with formatting, as it was when its words were `htmlText`; see `htmlOf`. */
  readonly html: string
  readonly htmlText: string
  /** The message that is replied to, folded away below the text until the user unfolds it. */
  readonly quote: string
  /** The same with formatting; empty when there is no quote. */
  readonly quoteHtml: string
  readonly attachments: readonly Attachment[]
  readonly inReplyTo: readonly string[]
  readonly references: readonly string[]
}

export const emptyDraft: Draft = {
  identityId: null,
  to: [],
  cc: [],
  bcc: [],
  subject: '',
  format: 'rich',
  text: '',
  html: '',
  htmlText: '',
  quote: '',
  quoteHtml: '',
  attachments: [],
  inReplyTo: [],
  references: [],
}

/** Text and quote as they are sent. */
export const wholeText = ({ text, quote }: Draft): string =>
  quote === '' ? text : `${text.trimEnd()}\n\n${quote}`.trimStart()

/** Plain text as HTML, line by line; blanks in a row and at the start of a line stay. */
export const htmlOfText = (text: string): string =>
  text === ''
    ? ''
    : text
        .replace(/\r\n?/g, '\n')
        .split('\n')
        .map((line) => escapeHtml(line).replaceAll('  ', ' \u00a0').replace(/^ /, '\u00a0'))
        .map((line) => `<div>${line === '' ? '<br>' : line}</div>`)
        .join('')

/** The text with formatting; where its words were changed without it, the words alone. */
export const htmlOf = ({ text, html, htmlText }: Pick<Draft, 'text' | 'html' | 'htmlText'>): string =>
  text === htmlText ? html : htmlOfText(text)

/** Text and quote with formatting, as they are sent. */
export const wholeHtml = (draft: Draft): string =>
  draft.quote === '' ? htmlOf(draft) : `${htmlOf(draft)}<div><br></div>${draft.quoteHtml || htmlOfText(draft.quote)}`

/** Whether HTML shows the picture with this Content-ID (RFC 2392 §2: the address is percent-encoded). */
export const showsPicture = (html: string, cid: string): boolean =>
  html.includes(`cid:${encodeURIComponent(cid.toWellFormed())}`) || html.includes(`cid:${escapeHtml(cid)}`)

/** Who writes, as far as it is known: without an identity a draft can be kept, not sent. */
export interface Sender {
  readonly identity: Identity | null
  readonly address: EmailAddress
}

const clean = (list: readonly EmailAddress[]): EmailAddress[] =>
  list.map(({ name, email }) => ({
    name: name?.replace(/[\r\n]+/g, ' ') ?? null,
    email: email.replace(/\s+/g, ' ').trim(),
  }))

/** The files of the message: a picture that the text no longer shows is none of them. */
export function usedAttachments(draft: Draft): readonly Attachment[] {
  const html = draft.format === 'rich' ? wholeHtml(draft) : ''
  return draft.attachments.filter(({ cid }) => cid === null || html === '' || showsPicture(html, cid))
}

/** Files that have arrived; without HTML pictures are files beside the text. */
const filesOf = (draft: Draft): DraftAttachment[] =>
  usedAttachments(draft).flatMap(({ blobId, name, type, size, cid }) =>
    blobId === null ? [] : [{ blobId, name, type, size, ...(cid === null || draft.format === 'plain' ? {} : { cid }) }],
  )

/** What is stored and sent of a draft, and nothing of the window. */
export function contentOf(draft: Draft, { address, identity }: Sender): DraftContent {
  return {
    from: address,
    to: clean(draft.to),
    cc: clean(draft.cc),
    bcc: uniqueAddresses([...clean(draft.bcc), ...(identity?.bcc ?? [])]),
    ...(identity?.replyTo && identity.replyTo.length > 0 ? { replyTo: identity.replyTo } : {}),
    subject: draft.subject.replace(/[\r\n]+/g, ' ').trim(),
    text: wholeText(draft),
    ...(draft.format === 'rich' ? { html: wholeHtml(draft) } : {}),
    attachments: filesOf(draft),
    inReplyTo: draft.inReplyTo,
    references: draft.references,
  }
}

/** Everyone the draft names, in the order of the fields. */
export const recipientsOf = ({ to, cc, bcc }: Pick<Draft, 'to' | 'cc' | 'bcc'>): readonly EmailAddress[] => [
  ...to,
  ...cc,
  ...bcc,
]

export const invalidRecipients = (draft: Pick<Draft, 'to' | 'cc' | 'bcc'>): readonly EmailAddress[] =>
  recipientsOf(draft).filter(({ email }) => !isAddress(email))

/** `-- ` on a line of its own (RFC 3676 §4.3): mail programs fold what follows. */
const mark = '-- \n'

const withSignature = (text: string, signature: string): string =>
  signature.trim() === '' ? text : `${text}\n\n${signature.startsWith(mark) ? '' : mark}${signature.trimEnd()}`

/** Classes of the elements that hold a signature, and what is quoted, in a message of ours. */
export const quoteClass = 'atrium-quote'
export const signatureClass = 'atrium-signature'

type Signatures = Pick<Identity, 'textSignature' | 'htmlSignature'>

/** The signature in its element; empty when the identity has none. */
export function signatureHtml({ textSignature, htmlSignature }: Signatures): string {
  const html = htmlSignature.trim() === '' ? htmlOfText(textSignature.trim().replace(/^-- \n/, '')) : htmlSignature
  return html === '' ? '' : `<div class="${signatureClass}"><div>--&nbsp;</div>${html}</div>`
}

/** A text with the signature of who writes it below, in both formats. */
export function signed(text: string, identity: Signatures | undefined): Pick<Draft, 'text' | 'html' | 'htmlText'> {
  const html = identity ? signatureHtml(identity) : ''
  const whole = withSignature(text, identity?.textSignature ?? '')
  return {
    text: whole,
    htmlText: whole,
    html: `${htmlOfText(text)}${html === '' ? '' : `<div><br></div><div><br></div>${html}`}`,
  }
}

/** The draft as another identity writes it: the signature changes with it, unless it was edited. */
export function withIdentity(draft: Draft, from: Identity | undefined, to: Identity | undefined): Partial<Draft> {
  const [oldText, newText] = [from, to].map((one) => withSignature('', one?.textSignature ?? ''))
  const [oldHtml, newHtml] = [from, to].map((one) => (one ? signatureHtml(one) : ''))
  const html = htmlOf(draft)
  const identityId = to?.id ?? null
  if (oldText === undefined || newText === undefined || !draft.text.endsWith(oldText)) return { identityId }
  if (oldHtml === undefined || newHtml === undefined || !html.endsWith(oldHtml)) return { identityId }
  const text = draft.text.slice(0, draft.text.length - oldText.length) + newText
  const apart = oldHtml === '' && newHtml !== '' ? '<div><br></div><div><br></div>' : ''
  return { identityId, text, htmlText: text, html: html.slice(0, html.length - oldHtml.length) + apart + newHtml }
}

/** By account: another installation at this origin has accounts of its own. */
const formatKey = (): string => `atrium:writing-format:${workspace.getState().session?.accountId}`

/** The format that was chosen last in this browser; with formatting until then. */
export function preferredFormat(): Draft['format'] {
  try {
    return localStorage.getItem(formatKey()) === 'plain' ? 'plain' : 'rich'
  } catch {
    return 'rich'
  }
}

export function preferFormat(format: Draft['format']): void {
  try {
    localStorage.setItem(formatKey(), format)
  } catch {
    // Storage is forbidden: the next window starts with formatting.
  }
}
