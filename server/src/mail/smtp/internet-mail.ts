import { quoted } from '@atrium/gateway'
import { diskIsFull } from '../../database/disk-reserve.ts'
import type { ParseMessage } from '../mime/parse-message.ts'
import type { OnMailEvent } from '../mail-events.ts'
import { maxSizeMessage } from '../protocol/limits.ts'
import { findAccount, type MailStore } from '../store/mail-store.ts'
import { defaultStorageLimits, hasSpaceFor, type StorageLimits } from '../store/storage-limits.ts'
import { resolveRecipients, type Outgoing } from '../submission/outgoing.ts'
import type { Incoming } from '../incoming.ts'
import { defaultSpamPolicy, receiveMail, type SpamPolicy } from './arrival.ts'
import { loadCertificate } from './certificate.ts'
import { dkimKey } from './dkim.ts'
import { systemLookup, type Lookup } from './dns.ts'
import { listenForMail, type InboundServer } from './inbound.ts'
import { SmtpRefusal, type Spool } from './spool.ts'
import { InternetTransport, type TransportOptions } from './transport.ts'

/** How mail from other servers comes in. */
export interface InboundSettings {
  readonly host: string
  /** 0 takes any free one. */
  readonly port: number
  /** Host name of this server. */
  readonly name: string
  /** Folder of the certificate and of messages being received. */
  readonly folder: string
  /** Paths of PEM files. Null: self-made. */
  readonly files: { readonly certificate: string; readonly key: string } | null
  /** Default: the name servers of the system. */
  readonly lookup?: Lookup
  /** Default: `defaultSpamPolicy`. */
  readonly spam?: SpamPolicy
  /** Whether a client is not checked. Default: this machine. */
  readonly isTrusted?: (address: string) => boolean
}

interface InboundParts {
  readonly store: MailStore
  readonly outgoing: Outgoing
  readonly deliver: Incoming['deliver']
  readonly parse: ParseMessage
  readonly spool: Spool
  readonly onFailure: (error: unknown) => void
  readonly onEvent: OnMailEvent
}

/** @throws SmtpRefusal `452 4.3.1` */
export function requireSpace({ disk, explain }: StorageLimits): void {
  if (!disk || disk.hasSpace()) return
  explain?.('DISK_FULL', diskIsFull)
  throw new SmtpRefusal(452, '4.3.1 Not enough storage, try again later')
}

/** @throws SmtpRefusal `550 5.1.1`, or `552 5.2.2` when each of its accounts is full */
function requireRecipient({ store, outgoing }: InboundParts, recipient: string, size: number): void {
  const accounts = resolveRecipients(outgoing, recipient).flatMap((id) => findAccount(store.query, id)?.key ?? [])
  if (accounts.length === 0) {
    const domain = recipient.slice(recipient.lastIndexOf('@') + 1).toLowerCase()
    if (domain !== outgoing.domain)
      outgoing.explain?.(
        'SMTP 550',
        `mail for ${quoted(domain)} is refused, because it is not a domain of this server (ATRIUM_MAIL_DOMAIN), and no alias names an address of it (ATRIUM_ALIASES).`,
      )
    throw new SmtpRefusal(550, '5.1.1 No such address here')
  }
  const storage = store.storage ?? defaultStorageLimits
  if (accounts.every((account) => !hasSpaceFor(store.query, storage, { account, size })))
    throw new SmtpRefusal(552, '5.2.2 Mailbox full')
}

/** Starts to take mail from other servers. */
export async function openInboundMail(settings: InboundSettings, parts: InboundParts): Promise<InboundServer> {
  const { host, port, name, folder, files, lookup = systemLookup(), spam = defaultSpamPolicy, isTrusted } = settings
  return listenForMail({
    host,
    port,
    name,
    certificate: await loadCertificate({ folder, name, files }),
    maxSize: maxSizeMessage,
    lookup,
    spool: parts.spool,
    checkSender: () => requireSpace(parts.store.storage ?? defaultStorageLimits),
    checkRecipient: (recipient, { size }) => requireRecipient(parts, recipient, size),
    receive: (message) =>
      receiveMail(message, {
        ...{
          name,
          lookup,
          spam,
          deliver: parts.deliver,
          onEvent: parts.onEvent,
          query: parts.store.query,
          parse: parts.parse,
        },
        onSpam: (findings) =>
          parts.outgoing.explain?.(
            'SMTP 550',
            `mail is refused as spam (${findings}): its score reaches ATRIUM_SPAM_REFUSE (${spam.refuse}), by its content and ATRIUM_DNS_LISTS.`,
          ),
        ...(isTrusted ? { isTrusted } : {}),
      }),
    onFailure: parts.onFailure,
    onEvent: parts.onEvent,
  })
}

/** How mail goes to other servers. */
export type OutboundSettings = Omit<
  TransportOptions,
  'store' | 'parse' | 'domain' | 'dkim' | 'onFailure' | 'onEvent' | 'explain'
>

/** Starts to send what is queued for other servers. */
export const openTransport = (
  settings: OutboundSettings,
  parts: Pick<TransportOptions, 'store' | 'parse' | 'domain' | 'onFailure' | 'onEvent' | 'explain'>,
): InternetTransport => new InternetTransport({ ...settings, ...parts, dkim: dkimKey(parts.store.query, parts.domain) })
