import { createHash } from 'node:crypto'
import { readHeaderBlock } from '../mime/read-header-block.ts'

export interface MessageStatus {
  /** null when the message says nothing about it. */
  readonly keywords: readonly string[] | null
  /** The same for one message in two states. */
  readonly identity: string
  /** It has at least one field that mail has. */
  readonly isMail: boolean
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

/** What a message that lies in a file says of its state. */
export function readStatus(raw: Uint8Array): MessageStatus {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
  const { fields, body } = readHeaderBlock(bytes, 0, () => false)
  const status = new Map<string, string>()
  const hash = createHash('sha256')
  let messageId = ''
  let isMail = false
  for (const { name, start, end } of fields) {
    const field = name.toLowerCase()
    const value = bytes.toString('latin1', start, end).trim()
    isMail ||= mailFields.has(field)
    if (field === 'message-id') messageId = value
    if (statusFields.has(field)) status.set(field, value)
    else hash.update(`${field}:${value}\n`)
  }
  hash.update(bytes.subarray(body))
  return { keywords: keywordsOf(status), identity: `${messageId}\n${hash.digest('hex')}`, isMail }
}

const letters: Readonly<Record<string, string>> = { R: '$seen', A: '$answered', F: '$flagged', T: '$draft' }

const mozillaBits: readonly (readonly [bit: number, keyword: string])[] = [
  [1, '$seen'],
  [2, '$answered'],
  [4, '$flagged'],
  [0x1000, '$forwarded'],
]

function keywordsOf(status: ReadonlyMap<string, string>): readonly string[] | null {
  const mbox = `${status.get('status') ?? ''}${status.get('x-status') ?? ''}`
  const mozilla = Number.parseInt(status.get('x-mozilla-status') ?? '', 16)
  const labels = status.get('x-gmail-labels')?.toLowerCase()
  if (mbox === '' && Number.isNaN(mozilla) && labels === undefined) return status.has('status') ? [] : null
  const keywords = [...mbox].flatMap((letter) => letters[letter] ?? [])
  if (!Number.isNaN(mozilla))
    keywords.push(...mozillaBits.flatMap(([bit, keyword]) => ((mozilla & bit) === 0 ? [] : [keyword])))
  if (labels !== undefined && !labels.includes('unread')) keywords.push('$seen')
  if (labels?.includes('starred')) keywords.push('$flagged')
  return [...new Set(keywords)]
}
