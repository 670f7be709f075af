import {
  skipSubjectPrefixes,
  type ComposeRequest,
  type Email,
  type EmailAddress,
  type EmailBodyPart,
  type Identity,
  type SubjectPrefix,
} from '@atrium/mail-contracts'
import { escapeHtml, textOfHtml, quoteText } from '@atrium/mail-html'
import {
  type Attachment,
  type Draft,
  emptyDraft,
  htmlOfText,
  preferredFormat,
  quoteClass,
  showsPicture,
  signed,
} from './draft/draft.ts'
import type { StoredBody } from './rich-text/html.ts'
import {
  addressKey,
  uniqueAddresses,
  withoutAddresses,
  displayName,
  formatAddress,
} from './recipients/parse-addresses.ts'
import type { Say } from './strings.ts'

interface Lineage {
  readonly inReplyTo: readonly string[]
  readonly references: readonly string[]
}

/** Which conversation a reply belongs to, RFC 5322 §3.6.4. */
export function replyReferences(email: Pick<Email, 'messageId' | 'inReplyTo' | 'references'>): Lineage {
  const parent = email.messageId ?? []
  // In-Reply-To stands in for References only when it names one message.
  const before = email.references ?? (email.inReplyTo?.length === 1 ? email.inReplyTo : [])
  return { inReplyTo: parent, references: parent.length > 0 ? [...new Set([...before, ...parent])] : [...before] }
}

/** Characters of a subject; RFC 5322 §2.1.1 ends a line at 998. Beyond it: the subject is cut. */
const longest = 2000

/** The subject without prefixes of a kind. */
function strip(subject: string, kind: SubjectPrefix): string {
  const text = subject.slice(0, longest)
  return text.slice(skipSubjectPrefixes(text, [kind])).trim()
}

/** `Re:` once, whatever stood there before. It is not translated: programs look for it. */
export const replySubject = (subject: string | null): string => `Re: ${strip(subject ?? '', 'reply')}`.trim()

export const forwardSubject = (subject: string | null): string => `Fwd: ${strip(subject ?? '', 'forward')}`.trim()

interface Recipients {
  readonly to: readonly EmailAddress[]
  readonly cc: readonly EmailAddress[]
}

interface ReplyRule {
  /** The person's own addresses, any case. */
  readonly own: readonly string[]
  /** All recipients, not the writer alone. */
  readonly all: boolean
}

const filled = (list: readonly EmailAddress[] | null): readonly EmailAddress[] | null =>
  list && list.length > 0 ? list : null

/**
 * Whom a reply goes to. A reply to one's own message goes on to those it went to; where Reply-To
 * is set, it stands for the writer (RFC 5322 §3.6.2). Own addresses are left out of the rest.
 */
export function replyRecipients(
  email: Pick<Email, 'from' | 'replyTo' | 'to' | 'cc'>,
  { own, all }: ReplyRule,
): Recipients {
  const ours = own.map((address) => ({ email: address }))
  const isOurs = (list: readonly EmailAddress[]): boolean =>
    list.length > 0 && withoutAddresses(list, ours).length === 0
  const writers = email.from ?? []
  const others = (list: readonly EmailAddress[] | null): EmailAddress[] => withoutAddresses(list ?? [], ours)

  const sentByUs = isOurs(writers) && others(email.to).length > 0
  const first = sentByUs ? (email.to ?? []) : (filled(email.replyTo) ?? writers)
  const answered = uniqueAddresses(others(first))
  // A note to oneself is answered to oneself.
  const to = answered.length > 0 ? answered : uniqueAddresses(first)
  if (!all) return { to, cc: [] }
  const rest = sentByUs ? (email.cc ?? []) : [...(email.to ?? []), ...(email.cc ?? [])]
  return { to, cc: uniqueAddresses(withoutAddresses(others(rest), to)) }
}

/** The address of ours that a message was sent to, to answer from. */
export function ownRecipient(
  email: Pick<Email, 'from' | 'to' | 'cc' | 'bcc'>,
  own: readonly string[],
): string | undefined {
  const named = [email.to, email.cc, email.bcc, email.from].flatMap((list) => list ?? [])
  const ours = new Set(own.map(addressKey))
  return named.map((address) => addressKey(address.email)).find((address) => ours.has(address))
}

type Bodies = Pick<Email, 'textBody' | 'htmlBody' | 'bodyValues'>

/** The text of these parts; of HTML its words. */
function textOfParts(parts: readonly EmailBodyPart[], bodyValues: Email['bodyValues']): string {
  const texts = parts.flatMap(({ partId, type }) => {
    const value = partId === null ? undefined : bodyValues[partId]?.value
    if (value === undefined) return []
    return [type === 'text/html' ? textOfHtml(value) : value.replace(/\r\n?/g, '\n')]
  })
  return texts.join('\n').trimEnd()
}

/** The text alternative of a message; where it has none, the words of its HTML. */
export const plainBody = ({ textBody, bodyValues }: Bodies): string => textOfParts(textBody, bodyValues)

/** The HTML of a message; null when it has none, or none with words or pictures. */
export function htmlBody({ htmlBody: parts, bodyValues }: Bodies): string | null {
  if (!parts.some(({ type }) => type === 'text/html')) return null
  const values = parts.flatMap(({ partId, type }) => {
    const value = partId === null ? undefined : bodyValues[partId]?.value
    if (value === undefined) return []
    return [type === 'text/html' ? value : htmlOfText(value)]
  })
  const html = values.join('<br>')
  return /<img\b/i.test(html) || textOfHtml(html) !== '' ? html : null
}

/**
 * What was read of a message, as text: where it has HTML, that was shown, and its text alternative may
 * say less or something else. The alternative stands in for HTML without words.
 */
export function bodyAsRead(email: Bodies): string {
  const hasHtml = email.htmlBody.some(({ type }) => type === 'text/html')
  return (hasHtml && textOfParts(email.htmlBody, email.bodyValues)) || plainBody(email)
}

/** Whether more of it is at the server than was loaded. */
export const isCut = ({ textBody, htmlBody, bodyValues }: Bodies): boolean =>
  [...textBody, ...htmlBody].some(({ partId }) => partId !== null && bodyValues[partId]?.isTruncated === true)

export interface Wording {
  readonly say: Say
  /** BCP 47. */
  readonly locale: string
}

/** The moment of writing in the person's words and their own time zone; empty when it is not known. */
function writtenAt({ sentAt, receivedAt }: Pick<Email, 'sentAt' | 'receivedAt'>, locale: string): string {
  const date = new Date(sentAt ?? receivedAt)
  if (Number.isNaN(date.getTime())) return ''
  return new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' }).format(date)
}

/** The line above a quote: who wrote it, and when. */
function attributionOf(email: Email, { say, locale }: Wording): string {
  const writer = email.from?.[0]
  const name = writer ? displayName(writer) : say('unknownSender')
  const date = writtenAt(email, locale)
  return date === '' ? say('attributionUndated', { name }) : say('attribution', { date, name })
}

const names = (list: Email['to']): string => (list ?? []).map(formatAddress).join(', ')

/** What stands above a forwarded message. */
function forwardedHead(email: Email, { say, locale }: Wording): string {
  const lines = [
    ['forwardedFrom', names(email.from)],
    ['forwardedDate', writtenAt(email, locale)],
    ['forwardedSubject', email.subject ?? ''],
    ['forwardedTo', names(email.to)],
    ['forwardedCc', names(email.cc)],
  ] as const
  return [
    say('forwardedHeading'),
    ...lines.filter(([, value]) => value !== '').map(([key, value]) => say(key, { value })),
  ].join('\n')
}

/** The HTML of the message after the sanitiser; null when it has none, or it could not be read. */
export interface ReadBody {
  /** To be quoted, and its words. */
  readonly quoted: { readonly html: string; readonly text: string } | null
  /** Of a stored draft: to be continued. */
  readonly stored: StoredBody | null
}

interface Surroundings extends Wording {
  readonly own: readonly string[]
  readonly identities: readonly Identity[]
  readonly body: ReadBody
}

/** Files go by reference: the server has them, nothing is downloaded or uploaded again. */
const attachmentOf = ({ blobId, name, type, size, cid }: EmailBodyPart, html: string, { say }: Wording): Attachment[] =>
  blobId === null
    ? []
    : [
        {
          ...{ id: `kept-${blobId}`, name: name ?? say('unnamedFile'), type, size, blobId, progress: 1, error: null },
          cid: cid !== null && showsPicture(html, cid) ? cid : null,
        },
      ]

const isText = ({ type }: EmailBodyPart): boolean => type.startsWith('text/')

/** All files of a message, those that stand between its texts among them; pictures that `html` shows keep their place. */
function attachmentsOf(email: Email, html: string, wording: Wording): Attachment[] {
  const between = [...email.htmlBody, ...email.textBody].filter((part) => part.blobId !== null && !isText(part))
  const parts = new Map([...email.attachments, ...between].map((part) => [part.blobId, part]))
  return [...parts.values()].flatMap((part) => attachmentOf(part, html, wording))
}

/** The quoted words with formatting; those of a plain message line by line. */
const quotedHtml = (email: Email, { body }: Surroundings): string => body.quoted?.html ?? htmlOfText(plainBody(email))

const quotedText = (email: Email, { body }: Surroundings): string => body.quoted?.text ?? bodyAsRead(email)

function identityFor(email: Email, { own, identities }: Surroundings): Identity | undefined {
  const address = ownRecipient(email, own)
  return identities.find((identity) => addressKey(identity.email) === address) ?? identities[0]
}

function storedDraft(email: Email, around: Surroundings): Draft {
  const { stored } = around.body
  const text = plainBody(email)
  const body = stored
    ? { format: 'rich' as const, ...stored, htmlText: stored.text }
    : { format: 'plain' as const, text, html: '', htmlText: '', quote: '', quoteHtml: '' }
  return {
    identityId: identityFor({ ...email, to: null, cc: null, bcc: null }, around)?.id ?? null,
    to: email.to ?? [],
    cc: email.cc ?? [],
    bcc: email.bcc ?? [],
    subject: email.subject ?? '',
    ...body,
    attachments: attachmentsOf(email, stored ? stored.html + stored.quoteHtml : '', around),
    inReplyTo: email.inReplyTo ?? [],
    references: email.references ?? [],
  }
}

/** Class of the element by which a stored draft is divided into what was written and what is quoted. */
const quoteElement = (html: string): string => `<div class="${quoteClass}">${html}</div>`

function forwardedDraft(email: Email, around: Surroundings): Draft {
  const identity = identityFor(email, around)
  const head = forwardedHead(email, around)
  const html = quotedHtml(email, around)
  return {
    ...emptyDraft,
    format: preferredFormat(),
    identityId: identity?.id ?? null,
    subject: forwardSubject(email.subject),
    ...signed('', identity),
    quote: `${head}\n\n${quotedText(email, around)}`,
    quoteHtml: quoteElement(`${htmlOfText(head)}<div><br></div>${html}`),
    attachments: attachmentsOf(email, html, around),
    references: replyReferences(email).references,
  }
}

/** How mail programs show what is quoted, without a style sheet. */
const quoteStyle = 'margin: 0 0 0 0.8ex; border-left: 2px solid #ccc; padding-left: 1ex'

function replyDraft(email: Email, all: boolean, around: Surroundings): Draft {
  const identity = identityFor(email, around)
  const attribution = attributionOf(email, around)
  const html = quotedHtml(email, around)
  const block = `<blockquote type="cite" style="${quoteStyle}">${html}</blockquote>`
  return {
    ...emptyDraft,
    format: preferredFormat(),
    ...replyRecipients(email, { own: around.own, all }),
    ...replyReferences(email),
    identityId: identity?.id ?? null,
    subject: replySubject(email.subject),
    ...signed('', identity),
    quote: `${attribution}\n${quoteText(quotedText(email, around))}`,
    quoteHtml: quoteElement(`<div>${escapeHtml(attribution)}</div>${block}`),
    // The pictures of what is quoted, and no files.
    attachments: attachmentsOf(email, html, around).filter(({ cid }) => cid !== null),
  }
}

/** What stands in the window of a reply, a forwarded message or a stored draft. */
export function startDraft(kind: Exclude<ComposeRequest['kind'], 'new'>, email: Email, around: Surroundings): Draft {
  if (kind === 'draft') return storedDraft(email, around)
  return kind === 'forward' ? forwardedDraft(email, around) : replyDraft(email, kind === 'reply-all', around)
}
