import { createHash } from 'node:crypto'
import { headerStart, readHeaderBlock } from '../mime/header.ts'
import { isKeyword } from '../store/keywords.ts'

export interface MessageStatus {
  /** null when the message says nothing about it. */
  readonly keywords: readonly string[] | null
  /** The same for one message in two states. */
  readonly identity: string
  /** It has at least one field that mail has. */
  readonly isMail: boolean
  /** Where a program says that it is now. */
  readonly place: 'trash' | 'junk' | 'sent' | 'drafts' | 'archive' | null
  /** It is there until a program tidies its file, and was deleted or moved long ago; or is no mail of a person at all. */
  readonly isLeftOver: boolean
}

/** Written by mail programs into their own files; they change while the message does not. */
const statusFields: ReadonlySet<string> = new Set([
  'status',
  'x-status',
  'x-keywords',
  'x-uid',
  'x-mozilla-status',
  'x-mozilla-status2',
  'x-mozilla-keys',
  'x-gmail-labels',
])

const mailFields: ReadonlySet<string> = new Set([
  'from',
  'to',
  'date',
  'subject',
  'message-id',
  'received',
  'return-path',
  'sender',
  'mime-version',
  'content-type',
])

/** The state that a message in a file records. */
export function readStatus(raw: Uint8Array): MessageStatus {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
  const { fields, body } = readHeaderBlock(bytes, headerStart(bytes), () => false)
  const status = new Map<string, string>()
  const hash = createHash('sha256')
  let messageId = ''
  let isMail = false
  for (const { name, start, end } of fields) {
    const field = name.toLowerCase()
    const value = bytes.toString('latin1', start, end).trim()
    isMail ||= mailFields.has(field)
    if (field === 'message-id') messageId = value
    if (statusFields.has(field) || field.startsWith('x-imap')) status.set(field, value)
    if (!statusFields.has(field)) hash.update(`${field}:${value}\n`)
  }
  hash.update(bytes.subarray(body))
  return {
    keywords: keywordsOf(status),
    identity: `${messageId}\n${hash.digest('hex')}`,
    isMail,
    place: placeOf(status),
    isLeftOver: isLeftOver(status, bytes.subarray(body, body + 500)),
  }
}

/** Thunderbird: deleted on the server, or at the next compacting; Gmail: labels of an export. */
function placeOf(status: ReadonlyMap<string, string>): MessageStatus['place'] {
  if ((hexOf(status.get('x-mozilla-status2')) & 0x200000) !== 0) return 'trash'
  if (status.get('x-status')?.includes('D')) return 'trash'
  const labels = status.get('x-gmail-labels')?.toLowerCase()
  if (labels === undefined || /\binbox\b/.test(labels)) return null
  if (/\btrash\b/.test(labels)) return 'trash'
  if (/\bspam\b/.test(labels)) return 'junk'
  if (/\bdrafts?\b/.test(labels)) return 'drafts'
  return /\bsent\b/.test(labels) ? 'sent' : 'archive'
}

/** Thunderbird's mark of a message that was moved or deleted; the first message of an mbox of UW IMAP and Pine. */
function isLeftOver(status: ReadonlyMap<string, string>, body: Buffer): boolean {
  if ((hexOf(status.get('x-mozilla-status')) & 8) !== 0) return true
  return (
    (status.has('x-imap') || status.has('x-imapbase')) &&
    /internal (?:format|data) (?:of|for) your mail folder|^This text is part of the internal format/i.test(
      body.toString('latin1'),
    )
  )
}

function hexOf(text: string | undefined): number {
  return Number.parseInt(text ?? '', 16) || 0
}

const statusLetters: Readonly<Record<string, string>> = { R: '$seen', A: '$answered', F: '$flagged', T: '$draft' }

const mozillaBits: readonly (readonly [bit: number, keyword: string])[] = [
  [1, '$seen'],
  [2, '$answered'],
  [4, '$flagged'],
  [0x1000, '$forwarded'],
]

/** Keywords that a file gives one message, as many as a client may set. Beyond it: the rest is ignored. */
const maxKeywords = 100

function keywordsOf(status: ReadonlyMap<string, string>): readonly string[] | null {
  const mbox = `${status.get('status') ?? ''}${status.get('x-status') ?? ''}`
  const mozilla = Number.parseInt(status.get('x-mozilla-status') ?? '', 16)
  const labels = status.get('x-gmail-labels')?.toLowerCase()
  if (mbox === '' && Number.isNaN(mozilla) && labels === undefined) return status.has('status') ? [] : null
  const keywords = [...mbox].flatMap((letter) => statusLetters[letter] ?? [])
  if (!Number.isNaN(mozilla))
    keywords.push(...mozillaBits.flatMap(([bit, keyword]) => ((mozilla & bit) === 0 ? [] : [keyword])))
  if (labels !== undefined && !labels.includes('unread')) keywords.push('$seen')
  if (labels?.includes('starred')) keywords.push('$flagged')
  const tags = `${status.get('x-mozilla-keys') ?? ''} ${status.get('x-keywords') ?? ''}`.toLowerCase().split(/[\s,]+/)
  return [...new Set([...keywords, ...tags.filter((tag) => isKeyword(tag))])].slice(0, maxKeywords)
}
