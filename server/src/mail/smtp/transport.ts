import type { OnMailEvent } from '../mail-events.ts'
import type { ParseMessage } from '../mime/parse-message.ts'
import { streamBlob } from '../store/blobs.ts'
import type { MailStore } from '../store/mail-store.ts'
import type { MailTransport } from '../submission/outgoing.ts'
import { signMessage, type DkimKey } from './dkim.ts'
import { isThisMachine, mailServersOf, RouteError, serverAddresses, type Lookup } from './dns.ts'
import {
  dueRecipients,
  envelopeIdOf,
  interrupted,
  markSending,
  nextAttempt,
  readOutgoing,
  recordAttempt,
  returnPathLength,
  type Attempt,
  type DueRecipient,
} from './outbound-queue.ts'
import { openSession, outcomeOf, SessionError, type Outcome, type Peer, type SmtpSession } from './smtp-session.ts'

/** Connections to one domain at a time. Beyond it: messages wait. A constant. */
const maxPerDomain = 2

/** Connections to all other servers at a time. Beyond it: messages wait. A constant. */
const maxConnections = 20

/** Recipients in one transaction (RFC 5321 §4.5.3.1.8). Beyond it: the others go in the next one. A constant. */
const maxRecipients = 100

/** Milliseconds between two looks into the queue, in which a command may have changed it. A constant. */
const lookInterval = 60_000

/** Milliseconds until an outcome that could not be written down is written again. A constant. */
const writeInterval = 5000

/**
 * Milliseconds that messages being sent have at shutdown. Beyond it: the connections are closed, and the messages
 * are tried again after the start. A constant.
 */
const closeTimeout = 10_000

export interface TransportOptions {
  readonly store: MailStore
  readonly parse: ParseMessage
  /** Domain of this installation: mail for it is not sent to others. */
  readonly domain: string
  /** Host name by which this server greets others. */
  readonly name: string
  /** Signs what is sent. */
  readonly dkim: DkimKey
  /** A server that takes all of it; null: the servers of the recipients. */
  readonly relay: Peer | null
  readonly lookup: Lookup
  /** Whether a server of a domain must have a valid certificate (RFC 8461). Default: none has to. */
  readonly mustEncrypt?: (domain: string, server: string) => Promise<boolean>
  /** Port of other servers. Default: 25. */
  readonly port?: number
  /** Whether an address may be connected to. Default: none of this machine. */
  readonly isAllowed?: (address: string) => boolean
  /** Default: `Date.now`. */
  readonly now?: () => number
  /** Default: `Math.random`. */
  readonly random?: () => number
  readonly onFailure: (error: unknown) => void
  /** Takes why the relay cannot be used: a code, and a line for the operator. Default: nothing does. */
  readonly explain?: (code: string, line: string) => void
  /** Default: none is taken. */
  readonly onEvent?: OnMailEvent
}

const isOther = (address: string): boolean => !isThisMachine(address)

/** Recipients of one submission that go to the same servers. */
interface Batch {
  readonly submission: number
  readonly recipients: readonly string[]
}

/** Everything for one domain, or for the relay. */
interface Lane {
  readonly domain: string
  readonly waiting: Batch[]
  running: number
}

const keyOf = ({ submission, recipient }: Pick<DueRecipient, 'submission' | 'recipient'>): string =>
  `${submission} ${recipient}`

const pause = (time: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, time))

/**
 * The transport to other servers: by their MX, or by a relay. Whatever is queued is in the database before it is sent
 * and until its outcome is; this object only has what is on its way.
 */
export class InternetTransport implements MailTransport {
  readonly #options: TransportOptions
  readonly #now: () => number
  readonly #lanes = new Map<string, Lane>()
  /** Recipients that are on their way. */
  readonly #taken = new Set<string>()
  readonly #workers = new Set<Promise<void>>()
  readonly #sessions = new Set<SmtpSession>()
  readonly #idle = new Set<() => void>()
  readonly #recovered: Promise<void>
  #timer: NodeJS.Timeout | undefined
  #closed = false

  constructor(options: TransportOptions) {
    this.#options = options
    this.#now = options.now ?? Date.now
    this.#recovered = this.#recover()
    this.wake()
  }

  accepts(address: string): boolean {
    return acceptsAddress(address, this.#options.domain)
  }

  wake(): void {
    void this.#recovered.then(() => this.#look())
  }

  /** Sends what is due. Resolves when nothing is due and nothing is on its way. */
  async idle(): Promise<void> {
    await this.#recovered
    await new Promise<void>((resolve) => {
      this.#idle.add(resolve)
      this.#look()
    })
  }

  async close(): Promise<void> {
    await this.#recovered
    this.#closed = true
    clearTimeout(this.#timer)
    const late = setTimeout(() => {
      for (const session of this.#sessions) session.close()
    }, closeTimeout)
    await Promise.all(this.#workers)
    clearTimeout(late)
  }

  /** What was on its way when the process ended is reported as unknown: it may have arrived, and is not sent again. */
  async #recover(): Promise<void> {
    const bySubmission = Map.groupBy(interrupted(this.#options.store.query), ({ submission }) => submission)
    for (const [submission, rows] of bySubmission) {
      const recipients = rows.map(({ recipient }) => recipient)
      const response = '451 4.4.2 This server was stopped before the response of the other one'
      await this.#record(allOf({ submission, recipients }, { kind: 'unknown', response }))
    }
  }

  #look(): void {
    clearTimeout(this.#timer)
    if (this.#closed) return
    let wait = lookInterval
    try {
      this.#take()
      for (const [domain, lane] of this.#lanes) {
        this.#begin(lane)
        if (lane.running === 0 && lane.waiting.length === 0) this.#lanes.delete(domain)
      }
      const next = nextAttempt(this.#options.store.query)
      if (next !== null) wait = Math.min(lookInterval, Math.max(1000, next - this.#now()))
    } catch (error) {
      this.#options.onFailure(error)
    }
    this.#timer = setTimeout(() => this.#look(), wait).unref()
    if (this.#workers.size > 0) return
    for (const resolve of this.#idle) resolve()
    this.#idle.clear()
  }

  /** Puts what is due into its lane. */
  #take(): void {
    const { store, relay } = this.#options
    const due = dueRecipients(store.query, this.#now()).filter((row) => !this.#taken.has(keyOf(row)))
    for (const row of due) this.#taken.add(keyOf(row))
    for (const [domain, batches] of batchesOf(due, relay !== null)) {
      const lane = this.#lanes.get(domain) ?? { domain, waiting: [], running: 0 }
      this.#lanes.set(domain, lane)
      lane.waiting.push(...batches)
    }
  }

  #begin(lane: Lane): void {
    while (lane.waiting.length > lane.running && lane.running < maxPerDomain && this.#workers.size < maxConnections) {
      lane.running += 1
      const worker: Promise<void> = this.#work(lane).finally(() => {
        this.#workers.delete(worker)
        this.#look()
      })
      this.#workers.add(worker)
    }
  }

  /** Sends the batches of a lane over one connection, for as long as there are some. */
  async #work(lane: Lane): Promise<void> {
    let session: SmtpSession | undefined
    try {
      for (let batch = lane.waiting.shift(); batch && !this.#closed; batch = lane.waiting.shift()) {
        session = await this.#send(lane, batch, session)
        for (const recipient of batch.recipients) this.#taken.delete(keyOf({ ...batch, recipient }))
      }
    } finally {
      session?.close()
      if (session) this.#sessions.delete(session)
      lane.running -= 1
    }
  }

  /** @returns the connection, for the next one */
  async #send(lane: Lane, batch: Batch, open: SmtpSession | undefined): Promise<SmtpSession | undefined> {
    const startedAt = performance.now()
    let session = open
    try {
      if (!session?.isOpen()) {
        if (session) this.#sessions.delete(session)
        session = await openFor(lane.domain, this.#options)
        this.#sessions.add(session)
      }
      await this.#record(await sendBatch(this.#options, session, batch), startedAt)
      return session
    } catch (error) {
      const known = error instanceof SessionError || error instanceof RouteError
      if (!known) this.#options.onFailure(error)
      const { relay, explain } = this.#options
      if (known && relay)
        explain?.('SEND_REFUSED', `the relay ${relay.name} (ATRIUM_SMTP_OUT) cannot be used: ${error.response}`)
      await this.#record(allOf(batch, outcomeOf(known ? error.response : '451 4.3.0 Not sent')), startedAt)
      return undefined
    }
  }

  #report({ submission, results }: Attempt, milliseconds: number): void {
    for (const { outcome } of results) {
      const code = Number(outcome.response.slice(0, 3)) || 0
      this.#options.onEvent?.({ kind: 'attempt', submission, outcome: outcome.kind, code, milliseconds })
    }
  }

  async #record(attempt: Attempt, startedAt = performance.now()): Promise<void> {
    this.#report(attempt, Math.round(performance.now() - startedAt))
    const { store, domain, parse, random = Math.random } = this.#options
    for (let failed = false; ; failed = true) {
      try {
        return await recordAttempt(store, attempt, { domain, parse, now: this.#now, random })
      } catch (error) {
        if (!failed) this.#options.onFailure(error)
        // Not written, it is unknown after a restart.
        if (this.#closed) return
        await pause(writeInterval)
      }
    }
  }
}

const allOf = ({ submission, recipients }: Batch, outcome: Outcome): Attempt => ({
  submission,
  results: recipients.map((recipient) => ({ recipient, outcome })),
})

/** A host name with a dot, or an address in brackets, that is not our own. */
function acceptsAddress(address: string, own: string): boolean {
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
  return domain !== own && /^(?:[^\s@.]+(?:\.[^\s@.]+)+|\[[\da-f.:]+\]|\[ipv6:[\da-f:.]+\])$/iu.test(domain)
}

function batchesOf(due: readonly DueRecipient[], byRelay: boolean): ReadonlyMap<string, readonly Batch[]> {
  const found = new Map<string, Batch[]>()
  for (const [domain, rows] of Map.groupBy(due, (row) => (byRelay ? '' : row.domain)))
    for (const [submission, recipients] of Map.groupBy(rows, (row) => row.submission)) {
      const batches = found.get(domain) ?? []
      found.set(domain, batches)
      for (let at = 0; at < recipients.length; at += maxRecipients)
        batches.push({ submission, recipients: recipients.slice(at, at + maxRecipients).map((row) => row.recipient) })
    }
  return found
}

const openFor = (domain: string, options: TransportOptions): Promise<SmtpSession> =>
  options.relay ? openSession(options.relay, options.name) : openDirect(domain, options)

/**
 * Connects to the first server of a domain that responds.
 *
 * @throws RouteError
 * @throws SessionError what the last one has said
 */
async function openDirect(domain: string, options: TransportOptions): Promise<SmtpSession> {
  const { lookup, port = 25, isAllowed = isOther, random = Math.random } = options
  let last: SessionError | undefined
  const servers = await mailServersOf(lookup, domain, random)
  for (const server of servers) {
    const mustEncrypt = (await options.mustEncrypt?.(domain, server)) ?? false
    const addresses = await serverAddresses(lookup, server).catch(() => [])
    for (const address of addresses.filter(isAllowed)) {
      try {
        return await openSession(
          { name: server, address, port, secure: false, tls: mustEncrypt ? 'required' : 'opportunistic', login: null },
          options.name,
        )
      } catch (error) {
        if (!(error instanceof SessionError)) throw error
        last = error
      }
    }
  }
  if (last) throw last
  const alone = servers.length === 1 && servers[0] === domain
  throw new RouteError(
    alone ? `550 5.1.2 ${domain} has no mail server` : `451 4.4.4 No server of ${domain} has an address`,
  )
}

/** Bytes of a message as they go out: signed, without `Return-Path`. */
function* outgoingChunks(store: MailStore, blob: string, from: number): Generator<Uint8Array> {
  const chunks = streamBlob(store.query, blob, { start: from })
  if (!chunks) throw new Error(`blob ${blob} is gone`)
  yield* chunks
}

async function sendBatch(options: TransportOptions, session: SmtpSession, batch: Batch): Promise<Attempt> {
  const { store } = options
  const submission = readOutgoing(store.query, batch.submission)
  if (!submission) return { submission: batch.submission, results: [] }
  const [start] = streamBlob(store.query, submission.blob, { end: 2000 }) ?? []
  const from = start ? returnPathLength(Buffer.from(start)) : 0
  let size = 0
  let eightBit = false
  function* measured(): Generator<Uint8Array> {
    for (const chunk of outgoingChunks(store, submission?.blob ?? '', from)) {
      size += chunk.byteLength
      eightBit ||= chunk.some((byte) => byte > 127)
      yield chunk
    }
  }
  const signature = Buffer.from(await signMessage(measured(), options.dkim))
  function* signed(): Generator<Uint8Array> {
    yield signature
    yield* outgoingChunks(store, submission?.blob ?? '', from)
  }
  const outcomes = await session.send({
    from: submission.mailFrom,
    to: batch.recipients,
    size: size + signature.byteLength,
    eightBit,
    envelopeId: envelopeIdOf(batch.submission),
    chunks: signed(),
    onEnd: () => markSending(store, batch.submission, batch.recipients),
  })
  return {
    submission: batch.submission,
    results: batch.recipients.map((recipient, at) => ({
      recipient,
      outcome: outcomes[at] ?? { kind: 'later', response: '451 4.3.0 Not sent' },
    })),
  }
}
