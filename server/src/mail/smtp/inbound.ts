import net from 'node:net'
import { callbackify } from 'node:util'
import pLimit from 'p-limit'
import { SMTPServer, type SMTPServerAddress, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import { isDatabaseBusy } from '../../errors/error-facts.ts'
import type { MailEvent, OnMailEvent } from '../mail-events.ts'
import type { Certificate } from './certificate.ts'
import { namesOf, type Lookup } from './dns.ts'
import { isNoSpace, SmtpRefusal, type Spool } from './spool.ts'

/**
 * Connections that one client address may have open at a time. Default: 50. Beyond it: `421 4.7.0`. A constant.
 */
const maxOpen = 50

/** Connections that one client address may start in a second. Default: 100. Beyond it: `421 4.7.0`. A constant. */
const maxStarted = 100

/** Recipients that do not exist, in one session. Default: 20. Beyond it further ones wait for `421 4.7.0`. A constant. */
const maxUnknownRecipients = 20

/** Clients that are remembered. Beyond it the one that was seen first is forgotten. */
const maxClients = 10_000

interface Client {
  open: number
  /** Second since 1970 in which `started` is counted. */
  second: number
  started: number
}

/** What one client address does, so that none keeps the others out. */
export class ClientLimits {
  readonly #clients = new Map<string, Client>()
  /** Open sessions, with the address of their client. */
  readonly #sessions = new Map<string, string>()
  readonly #unknown = new Map<string, number>()
  readonly #now: () => number

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /** Counts a new connection. @returns whether it may go on; `closed` is due in either case */
  opened(address: string, session: string): boolean {
    this.#sessions.set(session, address)
    const second = Math.floor(this.#now() / 1000)
    const client = this.#clients.get(address) ?? { open: 0, second, started: 0 }
    if (client.second !== second) {
      client.second = second
      client.started = 0
    }
    client.open += 1
    client.started += 1
    this.#clients.set(address, client)
    this.#forget()
    return client.open <= maxOpen && client.started <= maxStarted
  }

  closed(session: string): void {
    const client = this.#clients.get(this.#sessions.get(session) ?? '')
    this.#sessions.delete(session)
    this.#unknown.delete(session)
    if (client) client.open = Math.max(0, client.open - 1)
  }

  /** Counts a recipient that does not exist. @returns whether the session may go on guessing */
  unknownRecipient(session: string): boolean {
    const count = (this.#unknown.get(session) ?? 0) + 1
    this.#unknown.set(session, count)
    return count <= maxUnknownRecipients
  }

  #forget(): void {
    if (this.#clients.size <= maxClients) return
    for (const [address, { open }] of this.#clients) {
      if (open > 0) continue
      this.#clients.delete(address)
      return
    }
  }
}

/** Connections of all clients together. Default: 500. Beyond it: `421`. A constant. */
const maxConnections = 500

/** Recipients of one message (RFC 5321 §4.5.3.1.8 asks for 100). Default: 200. Beyond it: `452`. */
const maxRecipients = 200

/** Messages that one session may send. Default: 1,000. Beyond it: `421 4.7.0`. A constant. */
const maxTransactions = 1000

/** Milliseconds that a client may be silent (RFC 5321 §4.5.3.2.7). Beyond it: `421`. A constant. */
const idleTimeout = 5 * 60_000

/** Milliseconds of a session, however busy: 50 MB at 14 kB/s. Beyond it: the connection is closed. A constant. */
const maxSession = 3_600_000

/**
 * Messages that are read, checked and stored at the same time: each is in memory for that long. Beyond it: they
 * wait on disk. A constant.
 */
const maxAtOnce = 2

/** Bytes of a command line (RFC 5321 §4.5.3.1.4 asks for 512). Beyond it: `421`. A constant. */
const maxCommandLength = 2048

/** Who sends, as far as the connection says. */
export interface SmtpClient {
  readonly address: string
  /** Name that the DNS has for the address; null when there is none. */
  readonly hostName: string | null
  /** What it calls itself. */
  readonly helo: string
  readonly secure: boolean
}

/** A message whose data has ended. Nothing is promised to its sender yet. */
export interface ReceivedMessage {
  readonly client: SmtpClient
  /** Id of the session and number of the message in it. */
  readonly id: string
  /** Empty for a bounce. */
  readonly mailFrom: string
  readonly recipients: readonly string[]
  /** JMAP account id of who has signed in; null: a server, or the port has no sign-in. */
  readonly user: string | null
  /** `ESMTP`, `ESMTPS`, with `A` when it was signed in (RFC 3848), or `UTF8SMTP`, `UTF8SMTPS` (RFC 6531). */
  readonly protocol: string
  readonly data: Buffer
}

/** What a program signs in with. */
export interface SmtpLogin {
  readonly user: string
  readonly password: string
}

/** What is known of a message before its data. */
export interface SmtpEnvelope {
  readonly client: SmtpClient
  readonly mailFrom: string
  /** Declared bytes (RFC 1870); 0 when it is not. */
  readonly size: number
  readonly user: string | null
}

export interface InboundOptions {
  readonly host: string
  /** 0 takes any free one. */
  readonly port: number
  /** Host name of this server. */
  readonly name: string
  readonly certificate: Certificate
  /** TLS from the first byte (RFC 8314 §3.3). Default: by STARTTLS. */
  readonly secure?: boolean
  /**
   * Makes it a port for programs (RFC 6409): nothing is taken before TLS and a sign-in. Default: it is for servers.
   *
   * @returns the JMAP account id
   * @throws SmtpRefusal `535 5.7.8`, or `454 4.7.0` with the time to wait
   */
  readonly signIn?: (login: SmtpLogin, client: SmtpClient) => string
  /** Default: `maxRecipients`. */
  readonly maxRecipients?: number
  /** Bytes of one message. */
  readonly maxSize: number
  readonly spool: Spool
  readonly lookup: Lookup
  /** @throws SmtpRefusal at the greeting */
  readonly checkClient?: (client: SmtpClient) => Promise<void>
  /** @throws SmtpRefusal when nothing can be taken now, or not from this sender */
  readonly checkSender: (message: SmtpEnvelope) => void
  /** @throws SmtpRefusal with 550 when there is no such recipient, or any other */
  readonly checkRecipient: (recipient: string, message: SmtpEnvelope) => void | Promise<void>
  /**
   * Takes a message: it is durable when this resolves.
   *
   * @throws SmtpRefusal
   */
  readonly receive: (message: ReceivedMessage) => Promise<void>
  readonly onFailure: (error: unknown) => void
  /** Default: none is taken. */
  readonly onEvent?: OnMailEvent
}

export interface InboundServer {
  readonly port: number
  /** Finishes the messages being received, for 10 seconds at most; all other sessions end with `421 4.3.2` at once. */
  readonly close: () => Promise<void>
}

/**
 * Milliseconds that open sessions get at shutdown. Beyond it: their connections are closed, and the senders try
 * again.
 */
const closeTimeout = 10_000

const pattern = /^\[?(?:::ffff:)?(\d{1,3}(?:\.\d{1,3}){3})\]?$/i

/** An IPv4 address in its plain form, also where IPv6 wraps it. */
const plainAddress = (address: string): string => pattern.exec(address)?.[1] ?? address

const clientOf = (session: SMTPServerSession): SmtpClient => ({
  address: plainAddress(session.remoteAddress),
  hostName: session.clientHostname && !session.clientHostname.startsWith('[') ? session.clientHostname : null,
  helo: String(session.hostNameAppearsAs || session.openingCommand || ''),
  secure: session.secure,
})

const protocolOf = (session: SMTPServerSession): string => {
  const { envelope, secure, openingCommand } = session
  if (openingCommand === 'HELO') return 'SMTP'
  return `${envelope.smtpUtf8 ? 'UTF8SMTP' : 'ESMTP'}${secure ? 'S' : ''}${userOf(session) === null ? '' : 'A'}`
}

const userOf = ({ user }: SMTPServerSession): string | null => (typeof user === 'string' ? user : null)

function envelopeOf(session: SMTPServerSession, address: SMTPServerAddress | false): SmtpEnvelope {
  const declared = address && address.args ? Number(address.args['SIZE']) : NaN
  return {
    client: clientOf(session),
    mailFrom: address ? address.address : '',
    size: Number.isFinite(declared) ? declared : 0,
    user: userOf(session),
  }
}

/** What a failed check says to the client; a failure of our own is a temporary error, and the sender tries again. */
function refusalOf(error: unknown, onFailure: InboundOptions['onFailure']): SmtpRefusal {
  if (error instanceof SmtpRefusal) return error
  if (isNoSpace(error)) return new SmtpRefusal(452, '4.3.1 Not enough storage, try again later')
  if (isDatabaseBusy(error)) return new SmtpRefusal(451, '4.3.0 The server is busy, try again later')
  onFailure(error)
  return new SmtpRefusal(451, '4.3.0 The message could not be taken, try again later')
}

/** What is checked at each step of a session. */
function sessionRules(options: InboundOptions) {
  const limits = new ClientLimits()
  const inTurn = pLimit(maxAtOnce)
  /** Sessions whose message is being received. */
  const receiving = new Map<string, Promise<void>>()
  const port = options.signIn ? 'submission' : 'inbound'
  const report = (event: MailEvent): void => options.onEvent?.(event)
  const transactions = new Map<string, number>()
  /** What each session has signed in with: it is checked again for each message, as it may be revoked. */
  const logins = new Map<string, SmtpLogin>()

  const receiveOne = async (stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> => {
    const { envelope } = session
    const spooled = await options.spool.receive(stream, options.maxSize)
    try {
      await inTurn(async () =>
        options.receive({
          client: clientOf(session),
          id: `${session.id}.${session.transaction}`,
          mailFrom: envelope.mailFrom ? envelope.mailFrom.address : '',
          recipients: envelope.rcptTo.map(({ address }) => address),
          user: userOf(session),
          protocol: protocolOf(session),
          data: await spooled.read(),
        }),
      )
    } finally {
      await spooled.remove()
    }
  }

  const receive = async (stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> => {
    const received = receiveOne(stream, session)
    receiving.set(session.id, received)
    try {
      await received
    } finally {
      receiving.delete(session.id)
    }
  }

  const checkSender = (address: SMTPServerAddress, session: SMTPServerSession): void => {
    const count = (transactions.get(session.id) ?? 0) + 1
    transactions.set(session.id, count)
    if (count > maxTransactions) throw new SmtpRefusal(421, '4.7.0 Too many messages in one session')
    if (options.signIn && userOf(session) === null)
      throw new SmtpRefusal(530, '5.7.0 Start TLS and sign in with an app password first')
    const login = logins.get(session.id)
    if (login) options.signIn?.(login, clientOf(session))
    options.checkSender(envelopeOf(session, address))
  }

  const checkRecipient = async ({ address }: SMTPServerAddress, session: SMTPServerSession): Promise<void> => {
    try {
      await options.checkRecipient(address, envelopeOf(session, session.envelope.mailFrom))
    } catch (error) {
      if (!(error instanceof SmtpRefusal) || error.responseCode !== 550) throw error
      if (limits.unknownRecipient(session.id)) throw error
      throw new SmtpRefusal(421, '4.7.0 Too many unknown recipients')
    }
  }

  return {
    connect: (session: SMTPServerSession): void | Promise<void> => {
      const client = clientOf(session)
      report({ kind: 'opened', port, id: session.id })
      if (!limits.opened(client.address, session.id))
        throw new SmtpRefusal(421, '4.7.0 Too many connections, try again later')
      return options.checkClient?.(client)
    },
    close: (session: SMTPServerSession): void => {
      transactions.delete(session.id)
      logins.delete(session.id)
      limits.closed(session.id)
      report({ kind: 'closed', port, id: session.id })
    },
    isReceiving: (session: string): boolean => receiving.has(session),
    /** Resolves when no message is being received any more; one whose client has gone has left no file then. */
    settled: async (): Promise<void> => void (await Promise.allSettled(receiving.values())),
    refused: (session: string, { responseCode: code, message }: SmtpRefusal): void =>
      report({ kind: 'refused', port, id: session, code, status: /^\d\.\d+\.\d+/.exec(message)?.[0] ?? '' }),
    signedIn: (session: SMTPServerSession, login: SmtpLogin): void => void logins.set(session.id, login),
    checkSender,
    checkRecipient,
    receive,
  }
}

function createServer(options: InboundOptions, rules: ReturnType<typeof sessionRules>): SMTPServer {
  const { name, certificate, maxSize, signIn, onFailure } = options
  /** Runs a check and calls back with what it says. */
  const settle = async (
    { id }: SMTPServerSession,
    work: () => void | Promise<void>,
    done: (error?: Error | null) => void,
  ): Promise<void> => {
    let refusal: SmtpRefusal | null = null
    try {
      await work()
    } catch (error) {
      refusal = refusalOf(error, onFailure)
      rules.refused(id, refusal)
    }
    done(refusal)
  }
  return new SMTPServer({
    name,
    banner: 'Atrium',
    heloResponse: '%s greets %s',
    ...certificate,
    size: maxSize,
    maxClients: maxConnections,
    maxRecipients: options.maxRecipients ?? maxRecipients,
    secure: options.secure ?? false,
    socketTimeout: idleTimeout,
    closeTimeout,
    maxCommandLength,
    logger: false,
    resolver: {
      reverse: callbackify(async (address: string) => [...(await namesOf(options.lookup, plainAddress(address)))]),
    },
    ...(signIn
      ? {
          authMethods: ['PLAIN', 'LOGIN'],
          authRequiredMessage: '5.7.0 Sign in with an app password first',
          onAuth: ({ username, password }, session, done) => {
            let user = ''
            const login = { user: username ?? '', password: password ?? '' }
            const check = (): void => {
              user = signIn(login, clientOf(session))
              rules.signedIn(session, login)
            }
            void settle(session, check, (refusal) => (refusal ? done(refusal) : done(null, { user })))
          },
        }
      : { disabledCommands: ['AUTH'], authMethods: [], authOptional: true }),
    // What is announced must be done (RFC 3461 §5.2, RFC 8689): it is not.
    hideDSN: true,
    hideREQUIRETLS: true,
    onConnect: (session, done) => {
      // Not offered without TLS: a program that saw it would send its password in the clear.
      if (signIn && !session.secure) session.disabledCommands = ['AUTH']
      void settle(session, () => rules.connect(session), done)
    },
    onSecure: (_socket, session, done) => {
      if (signIn) session.disabledCommands = []
      done()
    },
    onClose: (session) => rules.close(session),
    onMailFrom: (address, session, done) => void settle(session, () => rules.checkSender(address, session), done),
    onRcptTo: (address, session, done) => void settle(session, () => rules.checkRecipient(address, session), done),
    onData: (stream, session, done) => void settle(session, () => rules.receive(stream, session), done),
  })
}

/** Mail by SMTP (RFC 5321): from other servers, or from programs that sign in. */
export async function listenForMail(options: InboundOptions): Promise<InboundServer> {
  const rules = sessionRules(options)
  const server = createServer(options, rules)
  // A client that goes away is no fault of the server.
  server.on('error', () => undefined)
  server.server.on('connection', (socket: net.Socket) => {
    const timer = setTimeout(() => socket.destroy(), maxSession).unref()
    socket.once('close', () => clearTimeout(timer))
  })
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(options.port, options.host, () => {
      server.server.off('error', reject)
      resolve()
    })
  })
  const address = server.server.address()
  return {
    port: typeof address === 'object' && address ? address.port : options.port,
    close: () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      // Those whose message is on its way finish it; what the others begin would be refused in any case.
      for (const connection of server.connections)
        if (!rules.isReceiving(connection.session.id)) connection.send(421, '4.3.2 The server is stopping, try again')
      return closed.then(rules.settled)
    },
  }
}
