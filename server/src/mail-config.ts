import path from 'node:path'
import * as v from 'valibot'
import { integer, onOff, variable } from './environment-values.ts'
import { defaultSendingPolicy, type Expiry, type SendingPolicy } from './mail/index.ts'
import { isDomain } from './sign-in/accounts.ts'

/** Mail from and to other servers. */
export interface SmtpSettings {
  /** Host name or address to listen on. */
  readonly host: string
  /** Host name by which this server greets others. */
  readonly name: string
  /** Paths of PEM files; null: self-made. */
  readonly files: { readonly certificate: string; readonly key: string } | null
  /** Where mail for other servers goes: nowhere, to their own servers, or to a relay. */
  readonly out: 'off' | 'direct' | Relay
  /** How much may be sent. */
  readonly sending: SendingPolicy
  /** Milliseconds that Trash and Junk keep messages. */
  readonly expiry: Expiry
  /** Where programs of accounts submit mail. */
  readonly submission: SubmissionPorts
  /** How mail from other servers is judged: DNS lists of bad senders, scores for Junk and for refusing. */
  readonly spam: {
    readonly lists: readonly string[]
    readonly junk: number
    readonly refuse: number
    readonly greylist: number | null
  }
  /** Local part or address (`*` is any other) → addresses of accounts here. All in lower case, with their domain. */
  readonly aliases: ReadonlyMap<string, readonly string[]>
}

/** Ports for programs of accounts. 0 = any free one, null = none. */
export interface SubmissionPorts {
  /** TLS by STARTTLS. */
  readonly startTls: number | null
  /** TLS from the first byte. */
  readonly tls: number | null
  /** Whether what they submit is put into Sent. */
  readonly saveSent: boolean
}

/** A server that takes all outgoing mail. */
export interface Relay {
  readonly host: string
  readonly port: number
  /** TLS from the first byte; else by STARTTLS. */
  readonly secure: boolean
  readonly user: string | null
  /** Secret. */
  readonly password: string | null
}

const optionalPort = variable('a whole number from 0 to 65535', '', (text) =>
  text === '' ? null : /^\d{1,5}$/.test(text) && Number(text) <= 65535 ? Number(text) : undefined,
)

const relay = (text: string): 'off' | 'direct' | Relay | undefined => {
  if (text === 'off' || text === 'direct') return text
  const url = URL.parse(text)
  if (!url || !/^smtps?:$/.test(url.protocol) || url.hostname === '' || /[^/]/.test(url.pathname)) return undefined
  const secure = url.protocol === 'smtps:'
  try {
    return {
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
      secure,
      user: url.username === '' ? null : decodeURIComponent(url.username),
      password: url.password === '' ? null : decodeURIComponent(url.password),
    }
  } catch {
    return undefined
  }
}

const aliases = (text: string): Map<string, string[]> | undefined => {
  const found = new Map<string, string[]>()
  for (const item of text.split(',').map((part) => part.trim().toLowerCase())) {
    if (item === '') continue
    const [, name, list = ''] = /^([^\s=@]+(?:@[^\s=@]+)?)=(.+)$/.exec(item) ?? []
    const targets = list.split(';').map((target) => target.trim())
    if (name === undefined || !targets.every((target) => /^[^\s@*]+(@[^\s@]+)?$/.test(target))) return undefined
    found.set(name, targets)
  }
  return found
}

const sendLimit = (takes: string, fallback: number) => integer(takes, String(fallback), { min: 1, max: 100_000_000 })

const days = (count: number): number | null => (count === 0 ? null : count * 24 * 3_600_000)

/** Variables about mail from and to other servers and programs. */
export const mailVariables = {
  SMTP_PORT: optionalPort,
  SMTP_SUBMISSION_PORT: optionalPort,
  SMTP_SUBMISSIONS_PORT: optionalPort,
  ATRIUM_SUBMISSION_SENT: onOff('on'),
  ATRIUM_SEND_HOUR: sendLimit(' (recipients of an account in an hour)', defaultSendingPolicy.hour),
  ATRIUM_SEND_DAY: sendLimit(' (recipients of an account in a day)', defaultSendingPolicy.day),
  ATRIUM_SEND_CLIENT: sendLimit(' (recipients from one client address in an hour)', defaultSendingPolicy.client),
  ATRIUM_SEND_FLOOD: sendLimit(' (messages of an account in five minutes)', defaultSendingPolicy.flood),
  ATRIUM_TRASH_DAYS: integer(' (days that Trash keeps messages; 0: for ever)', '0', { min: 0, max: 36_500 }),
  ATRIUM_JUNK_DAYS: integer(' (days that Junk keeps messages; 0: for ever)', '0', { min: 0, max: 36_500 }),
  ATRIUM_SMTP_HOST: variable('a host name or an IP address to listen on', '', (text) =>
    /^[\w.:%-]*$/.test(text) ? text : undefined,
  ),
  ATRIUM_SMTP_NAME: variable('a host name such as mx.mail.example', '', (text) =>
    text === '' || isDomain(text.toLowerCase()) ? text.toLowerCase() : undefined,
  ),
  ATRIUM_SMTP_CERTIFICATE: variable('the path of a PEM file', '', (text) => (text ? path.resolve(text) : '')),
  ATRIUM_SMTP_KEY: variable('the path of a PEM file', '', (text) => (text ? path.resolve(text) : '')),
  ATRIUM_SMTP_OUT: variable(
    '"off", "direct" (to the servers of the recipients) or a relay such as smtp://user:password@relay.example:587',
    'off',
    relay,
  ),
  ATRIUM_ALIASES: variable('names with the accounts that get their mail: info=ada,sales=ada;bob,*=ada', '', aliases),
  ATRIUM_DNS_LISTS: variable('DNS lists with commas between: zen.spamhaus.org', '', (text) => {
    const lists = text.split(',').map((part) => part.trim().toLowerCase())
    return text === '' ? [] : lists.every(isDomain) ? lists : undefined
  }),
  ATRIUM_SPAM_JUNK: integer(' (score from which a message goes to Junk)', '5', { min: 1, max: 1000 }),
  ATRIUM_GREYLIST: variable('"off", or a score from 0 to 1000 from which a sender has to come again', 'off', (text) =>
    text === 'off' ? null : /^\d{1,4}$/.test(text) && Number(text) <= 1000 ? Number(text) : undefined,
  ),
  ATRIUM_SPAM_REFUSE: integer(' (score from which a message is refused)', '15', { min: 1, max: 1000 }),
  ATRIUM_MAIL_DOMAIN: variable('a domain such as mail.example', 'atrium.test', (text) =>
    isDomain(text.toLowerCase()) ? text.toLowerCase() : undefined,
  ),
}

const outputSchema = v.object(mailVariables)

type MailOutput = v.InferOutput<typeof outputSchema> & { readonly HOST: string }

/** Settings that cannot be together, as sentences without a full stop. */
export const mailContradictions = (output: MailOutput): readonly string[] =>
  (output.ATRIUM_SMTP_CERTIFICATE === '') === (output.ATRIUM_SMTP_KEY === '')
    ? []
    : ['ATRIUM_SMTP_CERTIFICATE and ATRIUM_SMTP_KEY are of no use without each other; set both or neither']

export function mailSettings(output: MailOutput): SmtpSettings {
  const domain = output.ATRIUM_MAIL_DOMAIN
  const whole = (name: string): string => (name.includes('@') ? name : `${name}@${domain}`)
  return {
    host: output.ATRIUM_SMTP_HOST || output.HOST,
    name: output.ATRIUM_SMTP_NAME || domain,
    files: output.ATRIUM_SMTP_CERTIFICATE
      ? { certificate: output.ATRIUM_SMTP_CERTIFICATE, key: output.ATRIUM_SMTP_KEY }
      : null,
    out: output.ATRIUM_SMTP_OUT,
    sending: {
      hour: output.ATRIUM_SEND_HOUR,
      day: output.ATRIUM_SEND_DAY,
      client: output.ATRIUM_SEND_CLIENT,
      flood: output.ATRIUM_SEND_FLOOD,
    },
    expiry: { trash: days(output.ATRIUM_TRASH_DAYS), junk: days(output.ATRIUM_JUNK_DAYS) },
    submission: {
      startTls: output.SMTP_SUBMISSION_PORT,
      tls: output.SMTP_SUBMISSIONS_PORT,
      saveSent: output.ATRIUM_SUBMISSION_SENT,
    },
    spam: {
      lists: output.ATRIUM_DNS_LISTS,
      junk: output.ATRIUM_SPAM_JUNK,
      refuse: output.ATRIUM_SPAM_REFUSE,
      greylist: output.ATRIUM_GREYLIST,
    },
    aliases: new Map([...output.ATRIUM_ALIASES].map(([name, targets]) => [whole(name), targets.map(whole)])),
  }
}
