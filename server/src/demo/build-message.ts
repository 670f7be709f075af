import { renderDate, renderHeader } from '../mail/compose/render-header.ts'
import type { HeaderForm } from '../mail/mime/header-property.ts'
import { encodeBody } from '../mail/compose/encode-body.ts'
import { formatUtcDate } from '../mail/store/parse-date-time.ts'
import type { DemoAttachment, Person } from './demo-message.ts'

export interface BuiltMessage {
  readonly messageId: string
  readonly from: Person
  readonly to: readonly Person[]
  readonly cc: readonly Person[]
  readonly subject: string
  /** Milliseconds since 1970. */
  readonly date: number
  /** Message ids of the thread so far, oldest first. */
  readonly references: readonly string[]
  readonly text: string
  readonly html?: string
  readonly attachments: readonly DemoAttachment[]
  readonly fields: Readonly<Record<string, string>>
}

/** Octets of a message. The same description always gives the same octets. */
export function buildMessage(message: BuiltMessage): Uint8Array {
  const inline = message.attachments.filter(({ cid }) => cid !== undefined)
  const files = message.attachments.filter(({ cid }) => cid === undefined)
  const text = textPart('text/plain', message.text)
  const html = message.html === undefined ? null : textPart('text/html', message.html)
  const rich = html && inline.length > 0 ? multipart('related', [html, ...inline.map(filePart)]) : html
  const shown = rich ? multipart('alternative', [text, rich]) : text
  const body = files.length > 0 ? multipart('mixed', [shown, ...files.map(filePart)]) : shown
  return Buffer.from(`${headerOf(message)}${body}`, 'utf8')
}

function headerOf(message: BuiltMessage): string {
  const field = (name: string, form: HeaderForm, value: unknown): string => `${name}:${renderHeader(form, value)}\r\n`
  const { references } = message
  return [
    field('From', 'Addresses', [message.from]),
    field('To', 'Addresses', message.to),
    message.cc.length > 0 ? field('Cc', 'Addresses', message.cc) : '',
    field('Subject', 'Text', message.subject),
    `Date: ${renderDate(formatUtcDate(message.date))}\r\n`,
    field('Message-ID', 'MessageIds', [message.messageId]),
    references.length > 0 ? field('In-Reply-To', 'MessageIds', references.slice(-1)) : '',
    references.length > 0 ? field('References', 'MessageIds', references) : '',
    ...Object.entries(message.fields).map(([name, value]) => field(name, 'Raw', ` ${value}`)),
    'MIME-Version: 1.0\r\n',
  ].join('')
}

function textPart(type: string, content: string): string {
  const { encoding, bytes } = encodeBody(`${content.trim()}\n`)
  return `Content-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${bytes.toString('latin1')}`
}

function filePart({ name, type, content, cid }: DemoAttachment): string {
  const encoded = Buffer.from(content)
    .toString('base64')
    .replace(/.{76}(?=.)/g, '$&\r\n')
  const place = cid === undefined ? '' : `Content-ID: <${cid}>\r\n`
  return (
    `Content-Type: ${type}; name="${name}"\r\nContent-Disposition: ${cid === undefined ? 'attachment' : 'inline'}; filename="${name}"\r\n` +
    `${place}Content-Transfer-Encoding: base64\r\n\r\n${encoded}`
  )
}

function multipart(kind: string, parts: readonly string[]): string {
  const boundary = `=_atrium_${kind}`
  return `Content-Type: multipart/${kind}; boundary="${boundary}"\r\n\r\n${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--\r\n`
}
