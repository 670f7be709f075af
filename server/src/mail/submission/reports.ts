import { decodeTransfer } from '../mime/encoding.ts'
import { readHeaderBlock, unfold } from '../mime/header.ts'
import type { Message, Part } from '../mime/message.ts'
import type { WriteScope } from '../store/mail-store.ts'

interface ReportedRecipient {
  /** Lower case, as it was submitted where the report says so. */
  readonly addresses: readonly string[]
  /** RFC 3464 §2.3.3, or the disposition of RFC 8098 §3.2.6. Lower case. */
  readonly action: string
  readonly response: string
}

/** A report about a message that was sent from here. */
interface IncomingReport {
  /** dsn: RFC 3464. mdn: RFC 8098. */
  readonly kind: 'dsn' | 'mdn'
  readonly envelopeId: string | null
  /** Without angle brackets. */
  readonly messageId: string | null
  readonly recipients: readonly ReportedRecipient[]
}

const kinds: Readonly<Record<string, IncomingReport['kind']>> = {
  'message/delivery-status': 'dsn',
  'message/global-delivery-status': 'dsn',
  'message/disposition-notification': 'mdn',
  'message/global-disposition-notification': 'mdn',
}

/** Bytes of a delivery report that are read. Beyond it: the rest is ignored. */
const maxReport = 100_000

const contentOf = (bytes: Buffer, { start, end, transfer }: Part): Buffer =>
  Buffer.from(decodeTransfer(bytes.subarray(start, Math.min(end, start + maxReport)), transfer))

type Fields = ReadonlyMap<string, string>

/** Groups of fields with an empty line between them. */
function readGroups(content: Buffer): readonly Fields[] {
  const groups: Fields[] = []
  for (const text of content.toString('utf8').split(/\r?\n(?:[ \t]*\r?\n)+/)) {
    const block = Buffer.from(`${text}\r\n\r\n`)
    const { fields } = readHeaderBlock(block, 0, () => false)
    if (fields.length === 0) continue
    const group = new Map<string, string>()
    for (const { name, start, end } of fields)
      group.set(name.toLowerCase(), unfold(block.toString('utf8', start, end)).trim())
    groups.push(group)
  }
  return groups
}

/** `ada@mail.test` of `rfc822; ada@mail.test`. */
const addressOf = (value: string | undefined): readonly string[] => {
  const address = value
    ?.replace(/^[^;]*;/, '')
    .trim()
    .replace(/^<(.*)>$/, '$1')
    .toLowerCase()
  return address ? [address] : []
}

const messageIdOf = (value: string | undefined): string | null => /<([^<>\s]+)>/.exec(value ?? '')?.[1] ?? null

function readRecipient(kind: IncomingReport['kind'], fields: Fields): ReportedRecipient {
  const diagnostic = fields.get('diagnostic-code')?.replace(/^[^;]*;\s*/, '') ?? ''
  const status = /^\d\.\d{1,3}\.\d{1,3}/.exec(fields.get('status') ?? '')?.[0] ?? ''
  const code = status.startsWith('5') ? '550' : status.startsWith('4') ? '450' : '250'
  return {
    addresses: [...addressOf(fields.get('original-recipient')), ...addressOf(fields.get('final-recipient'))],
    action:
      kind === 'dsn'
        ? (fields.get('action') ?? '').toLowerCase()
        : (/;\s*([\w-]+)/.exec(fields.get('disposition') ?? '')?.[1] ?? '').toLowerCase(),
    response: /^\d{3}[ -]/.test(diagnostic) ? diagnostic : `${code} ${status} ${diagnostic}`.trim(),
  }
}

/** Reads a report; null when the message is none. */
export function readReport(bytes: Buffer, { structure }: Message): IncomingReport | null {
  if (structure.type !== 'multipart/report') return null
  const parts = structure.parts ?? []
  const machine = parts.find(({ type }) => Object.hasOwn(kinds, type))
  const kind = machine && kinds[machine.type]
  if (!machine || !kind) return null
  const groups = readGroups(contentOf(bytes, machine))
  const [first] = groups
  if (!first) return null
  const original = parts.find(({ type }) =>
    /^(?:text\/rfc822-headers|message\/(?:rfc822|global|global-headers))$/.test(type),
  )
  const [header] = original ? readGroups(contentOf(bytes, original)) : []
  return {
    kind,
    envelopeId: first.get('original-envelope-id') ?? null,
    messageId: messageIdOf(first.get('original-message-id')) ?? messageIdOf(header?.get('message-id')),
    recipients: (kind === 'dsn' ? groups.slice(1) : [first]).map((group) => readRecipient(kind, group)),
  }
}

interface Matching {
  /** Key of the account that got the report. */
  readonly account: number
  readonly report: IncomingReport
  /** The message that the report is. */
  readonly blob: string
  /** Address of the envelope; a report about delivery has none (RFC 3464 §2). */
  readonly mailFrom: string
}

/** Notes on a submission of the account what a report says about it. */
export function applyReport(scope: WriteScope, { account, report, blob, mailFrom }: Matching): void {
  if (report.kind === 'dsn' && mailFrom !== '') return
  const submission = findSubmission(scope, account, report)
  if (submission === undefined) return
  scope.query.run(
    'INSERT OR IGNORE INTO submission_report (submission, kind, blob) VALUES (?, ?, ?)',
    submission,
    report.kind,
    blob,
  )
  for (const recipient of report.recipients) applyRecipient(scope, { submission, kind: report.kind, recipient })
  scope.changes(account).record('EmailSubmission', submission, 'updated')
}

/** By the id that we sent along, else by the Message-ID; only where a recipient of it is named. */
function findSubmission({ query }: WriteScope, account: number, report: IncomingReport): number | undefined {
  const id = /^S([1-9]\d{0,14})$/.exec(report.envelopeId ?? '')?.[1]
  return query.one<{ id: number }>(
    `SELECT submission.id FROM submission JOIN delivery ON delivery.submission = submission.id
     WHERE submission.account = ?1 AND (submission.id = ?2 OR submission.message_id = ?3)
       AND lower(delivery.recipient) IN (SELECT value FROM json_each(?4))
     ORDER BY submission.id = ?2 DESC, submission.id DESC LIMIT 1`,
    account,
    id === undefined ? null : Number(id),
    report.messageId,
    JSON.stringify(report.recipients.flatMap(({ addresses }) => addresses)),
  )?.id
}

function applyRecipient(
  { query }: WriteScope,
  { submission, kind, recipient }: { submission: number; kind: IncomingReport['kind']; recipient: ReportedRecipient },
): void {
  const addresses = JSON.stringify(recipient.addresses)
  const where = 'submission = ? AND lower(recipient) IN (SELECT value FROM json_each(?))'
  if (kind === 'mdn') {
    if (recipient.action === 'displayed')
      query.run(`UPDATE delivery SET displayed = 'yes' WHERE ${where}`, submission, addresses)
    return
  }
  const delivered = recipient.action === 'failed' ? 'no' : recipient.action === 'delivered' ? 'yes' : null
  // What was delivered here, or is on its way still, others know nothing about.
  if (delivered !== null)
    query.run(
      `UPDATE delivery SET delivered = ?, smtp_reply = ? WHERE delivered = 'unknown' AND ${where}`,
      delivered,
      recipient.response,
      submission,
      addresses,
    )
}
