import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { domainToASCII } from 'node:url'
import { Readable } from 'node:stream'
import { systemCode } from '../../errors/error-facts.ts'

/** Milliseconds (RFC 5321 §4.5.3.2): to connect, to be greeted, and without a byte from the other side. */
const timeouts = { connectionTimeout: 30_000, greetingTimeout: 60_000, socketTimeout: 10 * 60_000 }

/** A server to connect to. */
export interface Peer {
  /** Name, for the certificate. */
  readonly name: string
  /** IP address, or a name where the system is to find the address. */
  readonly address: string
  readonly port: number
  /** TLS from the first byte. */
  readonly secure: boolean
  /** `opportunistic`: encrypted where it can be, whatever the certificate. `required`: with a valid one or not at all. */
  readonly tls: 'opportunistic' | 'required' | 'none'
  readonly login: { readonly user: string; readonly password: string } | null
}

export type Outcome = { readonly kind: 'sent' | 'later' | 'failed' | 'unknown'; readonly response: string }

export interface OutgoingMessage {
  /** Empty for a notification. */
  readonly from: string
  readonly to: readonly string[]
  readonly size: number
  /** Bytes above 127 are in it. */
  readonly eightBit: boolean
  /** RFC 3461 §4.4 */
  readonly envelopeId: string
  readonly chunks: Iterable<Uint8Array>
  /** Called when all bytes are on their way, before those that end the message: after it the message may have arrived. */
  readonly onEnd: () => void
}

/** An open connection to one server, for one message after another. */
export interface SmtpSession {
  /** Never rejects. Outcomes are those of `to`, in its order. */
  readonly send: (message: OutgoingMessage) => Promise<readonly Outcome[]>
  /** False when it can take no further message. */
  readonly isOpen: () => boolean
  readonly close: () => void
}

/** Bytes of a message that are read before the connection has taken those ahead of them. Beyond it: reading waits. */
const maxAhead = 65_536

/** An error of the library, as far as we read it. */
interface Failure {
  readonly response: string | undefined
  readonly rejected: readonly { readonly recipient: string; readonly response: string }[]
}

const field = (error: unknown, name: string): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined

/** Characters of the response of a server that are read. Beyond it: the rest is ignored. */
const maxResponse = 4000

/** A response as one line of at most 1,000 characters; undefined for what is none. */
export const responseText = (text: unknown): string | undefined =>
  typeof text === 'string' && /^[245]\d\d/.test(text)
    ? text
        .slice(0, maxResponse)
        .split(/\r?\n(?:\d{3}[- ])?/)
        .map((line) => line.trimEnd())
        .join(' ')
        .trim()
        .slice(0, 1000)
    : undefined

function readFailure(error: unknown): Failure {
  const rejected = field(error, 'rejectedErrors')
  return {
    response: responseText(field(error, 'response')),
    rejected: (Array.isArray(rejected) ? rejected : []).map((one: unknown) => ({
      recipient: String(field(one, 'recipient')),
      response: responseText(field(one, 'response')) ?? '450 4.0.0 The recipient was refused',
    })),
  }
}

/** A response of the other server as an outcome: 5xx is permanent, all else is tried again. */
export const outcomeOf = (response: string): Outcome => ({
  kind: response.startsWith('5') ? 'failed' : response.startsWith('2') ? 'sent' : 'later',
  response,
})

const isAscii = (text: string): boolean => /^[\x00-\x7f]*$/.test(text)

/** The address with its domain in ASCII (RFC 5890), where that is enough; null where only SMTPUTF8 can carry it. */
export function asciiAddress(address: string): string | null {
  const at = address.lastIndexOf('@')
  const local = address.slice(0, at)
  const domain = isAscii(address) ? address.slice(at + 1) : domainToASCII(address.slice(at + 1))
  return isAscii(local) && domain !== '' ? `${local}@${domain}` : null
}

/** Extensions that the server has announced: the library has them, and does not give them away before a message is sent. */
function extensionsOf(connection: SMTPConnection): ReadonlySet<string> {
  const found: unknown = Reflect.get(connection, '_supportedExtensions')
  return new Set(Array.isArray(found) ? found.map(String) : [])
}

/** @throws SessionError */
export async function openSession(peer: Peer, name: string): Promise<SmtpSession> {
  const connection = new SMTPConnection({
    ...timeouts,
    host: peer.address,
    port: peer.port,
    secure: peer.secure,
    name,
    servername: peer.name,
    ...(peer.tls === 'required' ? { requireTLS: !peer.secure } : { opportunisticTLS: true }),
    ignoreTLS: peer.tls === 'none',
    tls: { rejectUnauthorized: peer.tls === 'required', minVersion: 'TLSv1.2' },
  })
  let open = true
  let ended: (error: unknown) => void = () => undefined
  const closed = new Promise<never>((_resolve, reject) => (ended = reject))
  closed.catch(() => undefined)
  const stop = (error: unknown): void => {
    open = false
    ended(error)
  }
  connection.on('error', stop)
  connection.on('end', () => stop(new Error('the connection was closed')))
  await Promise.race([connect(connection, peer), closed]).catch((cause: unknown) => {
    connection.close()
    const { response } = readFailure(cause)
    throw new SessionError(
      response ?? `451 4.4.1 ${peer.name} does not respond (${String(systemCode(cause) ?? 'connection')})`,
      {
        cause,
      },
    )
  })
  return {
    isOpen: () => open,
    close: () => (open ? connection.quit() : connection.close()),
    send: (message) =>
      sendMessage(
        {
          connection,
          closed,
          isOpen: () => open,
          discard: () => {
            open = false
            connection.quit()
          },
          extensions: extensionsOf(connection),
        },
        message,
      ),
  }
}

interface OpenConnection {
  readonly connection: SMTPConnection
  /** Rejects when the connection ends. */
  readonly closed: Promise<never>
  readonly isOpen: () => boolean
  /** Ends the connection: what state the other server is in is not known. */
  readonly discard: () => void
  readonly extensions: ReadonlySet<string>
}

async function sendMessage(
  { connection, closed, isOpen, discard, extensions }: OpenConnection,
  message: OutgoingMessage,
): Promise<readonly Outcome[]> {
  const envelope = readEnvelope(message, extensions)
  if (typeof envelope === 'string') return message.to.map(() => outcomeOf(envelope))
  let complete = false
  const body = withEnd(message, () => {
    if (!isOpen()) throw new Error('the connection was closed')
    message.onEnd()
    complete = true
  })
  try {
    const sent = await Promise.race([transfer(connection, envelope, body), closed])
    return perRecipient(message, envelope.to, { response: sent.response, rejected: readFailure(sent).rejected })
  } catch (error) {
    const failure = readFailure(error)
    body.destroy()
    discard()
    // When all is sent, only a response to it decides: what came before says nothing about the message.
    const decided = failure.response !== undefined && (!complete || systemCode(error) === 'EMESSAGE')
    const response = decided && failure.response !== undefined ? failure.response : '451 4.4.2 The connection ended'
    return perRecipient(message, envelope.to, { response, rejected: failure.rejected, unknown: complete && !decided })
  }
}

/** Why a server cannot be used: `response` is its own, or `451 …` when it does not respond. */
export class SessionError extends Error {
  override readonly name = 'SessionError'
  readonly response: string

  constructor(response: string, options?: ErrorOptions) {
    super(response, options)
    this.response = response
  }
}

async function connect(connection: SMTPConnection, { login }: Peer): Promise<void> {
  await new Promise<void>((resolve, reject) => connection.connect((error) => (error ? reject(error) : resolve())))
  if (!login) return
  await new Promise<void>((resolve, reject) =>
    connection.login({ user: login.user, pass: login.password }, (error) => (error ? reject(error) : resolve())),
  )
}

interface SmtpEnvelope {
  readonly from: string
  readonly to: readonly string[]
  readonly size: number
  readonly use8BitMime: boolean
  readonly dsn: { readonly ret: string; readonly envid: string; readonly notify: string[] }
}

/** The envelope in what the server can take; a response of ours when it cannot take the message (RFC 6531 §3.3, RFC 6152 §3). */
function readEnvelope(message: OutgoingMessage, extensions: ReadonlySet<string>): SmtpEnvelope | string {
  const addresses = [message.from, ...message.to]
  const ascii = addresses.map((address) => (address === '' ? '' : asciiAddress(address)))
  const international = ascii.includes(null)
  if (international && !extensions.has('SMTPUTF8'))
    return '553 5.6.7 The server does not take addresses with letters beyond ASCII (SMTPUTF8)'
  if (message.eightBit && !extensions.has('8BITMIME'))
    return '554 5.6.3 The server does not take 8-bit messages (8BITMIME)'
  const [from = '', ...to] = international ? addresses : ascii.map(String)
  return {
    from,
    to,
    size: message.size,
    use8BitMime: message.eightBit,
    dsn: { ret: 'HDRS', envid: message.envelopeId, notify: ['FAILURE', 'DELAY'] },
  }
}

/**
 * The bytes of a message, which are not read before the server has said that it takes them: `onEnd` before that would
 * make a refused recipient one of whom nothing is known.
 */
function withEnd({ chunks }: OutgoingMessage, onEnd: () => void): Readable {
  function* body(): Generator<Uint8Array> {
    yield* chunks
    onEnd()
  }
  return Readable.from(body(), { objectMode: false, highWaterMark: maxAhead })
}

const transfer = (connection: SMTPConnection, envelope: SmtpEnvelope, body: Readable) =>
  new Promise<SMTPConnection.SentMessageInfo>((resolve, reject) => {
    body.once('error', reject)
    connection.send({ ...envelope, to: [...envelope.to] }, body, (error, info) =>
      error ? reject(error) : resolve(info),
    )
  })

function perRecipient(
  { to }: OutgoingMessage,
  sent: readonly string[],
  result: { readonly response: string; readonly rejected: Failure['rejected']; readonly unknown?: boolean },
): readonly Outcome[] {
  const rejected = new Map(result.rejected.map(({ recipient, response }) => [recipient, response]))
  return to.map((_recipient, at) => {
    const own = rejected.get(sent[at] ?? '')
    if (own !== undefined) return outcomeOf(own)
    return result.unknown ? { kind: 'unknown', response: result.response } : outcomeOf(result.response)
  })
}
