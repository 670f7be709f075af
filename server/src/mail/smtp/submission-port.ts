import { randomUUID } from 'node:crypto'
import { identityFor } from '../methods/identity.ts'
import { isFirstArrival } from '../incoming.ts'
import type { OnMailEvent } from '../mail-events.ts'
import { formatUtcDate, renderDate } from '../mime/date.ts'
import type { ParseMessage } from '../mime/parse-message.ts'
import { SetFailure } from '../protocol/errors.ts'
import { maxRecipients, maxSizeMessage } from '../protocol/limits.ts'
import { putBlob } from '../store/blobs.ts'
import { destroyEmail, insertEmail, readEmail } from '../store/emails.ts'
import { findAccount, write, type MailStore } from '../store/mail-store.ts'
import { mailboxAt } from '../store/mailboxes.ts'
import { saveMessage } from '../store/messages.ts'
import { defaultStorageLimits, requireRoom } from '../store/storage-limits.ts'
import { acceptMessage, explainUnsent } from '../submission/create-submission.ts'
import { resolveRecipients, type Outgoing } from '../submission/outgoing.ts'
import { arrivalKey, readFields, refuseLoop } from './arrival.ts'
import { loadCertificate } from './certificate.ts'
import { systemLookup, type Lookup } from './dns.ts'
import { listenForMail, type InboundServer, type ReceivedMessage, type SmtpClient, type SmtpLogin } from './inbound.ts'
import { requireSpace } from './internet-mail.ts'
import { SmtpRefusal, type Spool } from './spool.ts'

/** How programs of accounts submit mail by SMTP (RFC 6409). */
export interface SubmissionSettings {
  readonly host: string
  /** 0 takes any free one. */
  readonly port: number
  /** TLS from the first byte (RFC 8314 §3.3), in place of STARTTLS. */
  readonly secure: boolean
  /** Host name of this server. */
  readonly name: string
  /** Folder of the certificate and of messages being received. */
  readonly folder: string
  /** Paths of PEM files. Null: self-made. */
  readonly files: { readonly certificate: string; readonly key: string } | null
  /** Whether what is submitted is put into Sent: programs that speak no IMAP cannot do it themselves. */
  readonly saveSent: boolean
  /** Who signs in with this. Throws SmtpRefusal `535 5.7.8`, or `454 4.7.0` after too many failures. */
  readonly signIn: (login: SmtpLogin, client: SmtpClient) => string
  /** Default: the name servers of the system. */
  readonly lookup?: Lookup
}

interface SubmissionParts {
  readonly store: MailStore
  readonly outgoing: Outgoing
  readonly parse: ParseMessage
  readonly spool: Spool
  readonly onFailure: (error: unknown) => void
  readonly onEvent: OnMailEvent
}

/** Starts to take mail from programs of accounts, for anyone. */
export async function openSubmissionPort(settings: SubmissionSettings, parts: SubmissionParts): Promise<InboundServer> {
  const { host, port, secure, name, folder, files, signIn, saveSent, lookup = systemLookup() } = settings
  const { store, spool, outgoing, onFailure, onEvent } = parts
  return listenForMail({
    host,
    port,
    secure,
    name,
    certificate: await loadCertificate({ folder, name, files }),
    maxSize: maxSizeMessage,
    maxRecipients,
    lookup,
    spool,
    signIn,
    checkSender: ({ mailFrom, user }) => {
      requireSpace(store.storage ?? defaultStorageLimits)
      if (mailFrom !== '' && outgoing.resolveAddress(mailFrom) !== user)
        throw new SmtpRefusal(550, `5.7.1 ${mailFrom} is not an address of this account`)
    },
    checkRecipient: (recipient) => {
      if (resolveRecipients(outgoing, recipient).length > 0 || outgoing.transport?.accepts(recipient)) return
      explainUnsent(outgoing)
      throw new SmtpRefusal(550, `5.1.1 There is no ${recipient} that this server can send to`)
    },
    receive: (message) => submitMessage(message, { ...parts, saveSent }),
    onFailure,
    onEvent,
  })
}

/** What a refused submission is in SMTP. */
const codes: Readonly<Record<string, readonly [number, string]>> = {
  forbiddenFrom: [550, '5.7.1'],
  forbiddenMailFrom: [550, '5.7.1'],
  invalidRecipients: [550, '5.1.1'],
  tooManyRecipients: [452, '4.5.3'],
  overQuota: [552, '5.2.2'],
  rateLimit: [450, '4.7.0'],
}

function refusalOf(error: unknown): unknown {
  if (!(error instanceof SetFailure)) return error
  const [code, enhanced] = codes[error.error.type] ?? [554, '5.6.0']
  return new SmtpRefusal(code, `${enhanced} ${error.message}`)
}

/** RFC 6409 §8: what a message must have is added. */
function missingFields(names: ReadonlySet<string>, domain: string): string {
  const date = names.has('date') ? '' : `Date: ${renderDate(formatUtcDate(Date.now()))}\r\n`
  return names.has('message-id') ? date : `${date}Message-ID: <${randomUUID()}@${domain}>\r\n`
}

/**
 * Accepts a message by the same way as `EmailSubmission/set`; it is durable when this resolves. Sent again with the
 * same bytes to the same recipients within a day, it is acknowledged and not sent again.
 *
 * @throws SmtpRefusal
 */
async function submitMessage(
  received: ReceivedMessage,
  { store, outgoing, parse, saveSent, onEvent }: SubmissionParts & { readonly saveSent: boolean },
): Promise<void> {
  const { data, mailFrom, recipients, user, client } = received
  const account = user === null ? undefined : findAccount(store.query, user)
  if (!account) throw new SmtpRefusal(535, '5.7.8 The account is gone')
  const fields = readFields(data)
  refuseLoop(fields, [])
  const added = missingFields(new Set(fields.map(({ name }) => name)), outgoing.domain)
  const bytes = added === '' ? data : Buffer.concat([Buffer.from(added), data])
  const parsed = await parse(bytes)
  const sameAs = `submitted ${arrivalKey(received)} ${JSON.stringify(recipients)}`
  try {
    write(store, (scope) => {
      if (!isFirstArrival(scope, account.key, sameAs)) return
      requireRoom(scope, { account: account.key, size: bytes.byteLength })
      const blob = putBlob(scope.query, bytes, scope.now)
      saveMessage(scope.query, blob, parsed)
      const { id, thread } = insertEmail(scope, {
        account: account.key,
        blob,
        message: parsed.message,
        mailboxes: [mailboxAt(scope, account.key, ['sent'])],
        keywords: ['$seen'],
        receivedAt: scope.now,
      })
      const email = readEmail(scope.query, account.key, id)
      const identity = identityFor(scope.query, account.key, parsed.message.listing.from?.[0]?.email ?? '')
      if (!email || !identity) throw new Error(`account ${account.id} has no identity, or lost its message`)
      const envelope = {
        mailFrom: { email: mailFrom, parameters: null },
        rcptTo: recipients.map((address) => ({ email: address, parameters: null })),
      }
      acceptMessage(scope, { account, outgoing, client: client.address }, { identity, email, envelope })
      if (!saveSent) destroyEmail(scope, account.key, { id, thread })
    })
  } catch (error) {
    throw refusalOf(error)
  }
  outgoing.transport?.wake()
  onEvent({ kind: 'submitted', id: received.id, recipients: recipients.length, bytes: data.byteLength })
}
