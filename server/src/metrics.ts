import { nothingHere, sendProblem, siteOf, type Log } from '@atrium/gateway'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { createHash, timingSafeEqual } from 'node:crypto'
import { BlockList, isIPv6 } from 'node:net'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { DatabaseSync } from 'node:sqlite'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { query } from './database/query.ts'
import type { MailEvent } from './mail/index.ts'

/** What the server counts, in the text format of Prometheus. */
export interface Metrics {
  readonly text: () => Promise<string>
  readonly mailEvent: (event: MailEvent) => void
  /** Times the responses of an application. Event streams, which last for hours, are not counted. */
  readonly follow: (app: FastifyInstance) => void
  readonly close: () => void
}

/** Upper ends of the buckets of latencies, in seconds. */
const latencies = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** The process: memory, processor time, how late the event loop is. */
function processMetrics(registers: Registry[]): () => void {
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  const gauge = (name: string, help: string, read: () => number): void => {
    const made: Gauge = new Gauge({ name, help, registers, collect: () => made.set(read()) })
  }
  gauge('process_resident_memory_bytes', 'Resident memory.', () => process.memoryUsage.rss())
  gauge('process_heap_used_bytes', 'Live heap of JavaScript.', () => process.memoryUsage().heapUsed)
  gauge(
    'process_cpu_seconds_total',
    'Processor time.',
    () => process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6,
  )
  gauge('process_start_time_seconds', 'When the process started, since 1970.', () => performance.timeOrigin / 1000)
  const loop: Gauge = new Gauge({
    name: 'atrium_event_loop_delay_seconds',
    help: 'How late the event loop was since the last scrape.',
    labelNames: ['quantile'],
    registers,
    collect: () => {
      for (const quantile of [0.5, 0.99]) loop.set({ quantile }, delay.percentile(quantile * 100) / 1e9)
      loop.set({ quantile: 1 }, delay.max / 1e9)
      delay.reset()
    },
  })
  return () => delay.disable()
}

/** What waits in the database, read when it is scraped. */
function queueMetrics(database: DatabaseSync, registers: Registry[], now: () => number): void {
  const { all, one } = query(database)
  const number = (sql: string): number => one<{ value: number | null }>(sql)?.value ?? 0
  const queue: Gauge = new Gauge({
    name: 'atrium_queue_recipients',
    help: 'Recipients of other servers by state: waiting, sending, unknown, dead.',
    labelNames: ['state'],
    registers,
    collect: () => {
      for (const state of ['waiting', 'sending', 'unknown', 'dead']) queue.set({ state }, 0)
      for (const row of all<{ state: string; value: number }>(
        'SELECT state, count(*) AS value FROM outbound GROUP BY state',
      ))
        queue.set({ state: row.state }, row.value)
    },
  })
  const gauge = (name: string, help: string, read: () => number): void => {
    const made: Gauge = new Gauge({ name, help, registers, collect: () => made.set(read()) })
  }
  gauge('atrium_queue_oldest_seconds', 'Age of the recipient that has waited longest.', () => {
    const queuedAt = number(`SELECT min(queued_at) AS value FROM outbound WHERE state = 'waiting'`)
    return queuedAt === 0 ? 0 : Math.max(0, (now() - queuedAt) / 1000)
  })
  gauge('atrium_held_submissions', 'Submissions that are held until their time.', () =>
    number(`SELECT count(*) AS value FROM submission WHERE undo_status = 'pending'`),
  )
  gauge('atrium_submissions_total', 'Submissions since the installation was made, by JMAP and SMTP.', () =>
    number(`SELECT seq AS value FROM sqlite_sequence WHERE name = 'submission'`),
  )
  gauge('atrium_accounts', 'Accounts with mail.', () => number('SELECT count(*) AS value FROM mail_account'))
}

/** What happens to mail. */
function mailMetrics(registers: Registry[]): (event: MailEvent) => void {
  const sessions = new Gauge({
    name: 'atrium_smtp_sessions',
    help: 'Open SMTP sessions.',
    labelNames: ['port'],
    registers,
  })
  const refusals = new Counter({
    name: 'atrium_smtp_refusals_total',
    help: 'Commands and messages that were refused, by response and reason (RFC 3463).',
    labelNames: ['port', 'code', 'status'],
    registers,
  })
  const received = new Histogram({
    name: 'atrium_received_seconds',
    help: 'Messages from other servers, from the end of their data until they are durable.',
    labelNames: ['mailbox'],
    buckets: latencies,
    registers,
  })
  const submitted = new Counter({
    name: 'atrium_submitted_total',
    help: 'Messages that programs submitted by SMTP.',
    registers,
  })
  const pauses = new Counter({
    name: 'atrium_sending_paused_total',
    help: 'Times that a flood has paused sending for an account.',
    registers,
  })
  const attempts = new Histogram({
    name: 'atrium_delivery_seconds',
    help: 'Attempts to send to other servers, for each recipient.',
    labelNames: ['outcome'],
    buckets: latencies,
    registers,
  })
  return (event) => {
    if (event.kind === 'opened') sessions.inc({ port: event.port })
    if (event.kind === 'closed') sessions.dec({ port: event.port })
    if (event.kind === 'refused') refusals.inc({ port: event.port, code: event.code, status: event.status })
    if (event.kind === 'received') received.observe({ mailbox: event.mailbox }, event.milliseconds / 1000)
    if (event.kind === 'paused') pauses.inc()
    if (event.kind === 'submitted') submitted.inc()
    if (event.kind === 'attempt') attempts.observe({ outcome: event.outcome }, event.milliseconds / 1000)
  }
}

export function createMetrics(database: DatabaseSync, now: () => number = Date.now): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const stop = processMetrics(registers)
  queueMetrics(database, registers, now)
  const mailEvent = mailMetrics(registers)
  const responses = new Histogram({
    name: 'atrium_http_seconds',
    help: 'Responses by route.',
    labelNames: ['method', 'route', 'status'],
    buckets: latencies,
    registers,
  })
  return {
    text: () => registry.metrics(),
    mailEvent,
    follow: (app) => {
      app.addHook('onResponse', async (request, reply) => {
        if (String(reply.getHeader('content-type')).startsWith('text/event-stream')) return
        // The pattern of the route: a path would be a label of its own for each message.
        const route = request.routeOptions.url ?? 'none'
        responses.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000)
      })
    },
    close: stop,
  }
}

/** A line of the log for what happens to mail. */
export function logMailEvent(log: Log, event: MailEvent): void {
  const { kind, ...fields } = event
  if (event.kind === 'opened' || event.kind === 'closed') return
  const about = Object.entries(fields).map(([name, value]) => `${name} ${String(value)}`)
  const write = event.kind === 'paused' ? log.warn : log.info
  write(`mail ${kind}: ${about.join(', ')}`, { event: kind, ...fields })
}

const thisMachine = new BlockList()
thisMachine.addSubnet('127.0.0.0', 8)
thisMachine.addAddress('::1', 'ipv6')

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** What a proxy of this machine adds: the request is not of this machine then. */
const forwarded = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via']

/** With a token, who has it; without one, programs of this machine that come without a proxy. */
function mayRead({ headers, socket }: FastifyRequest, token: string | null): boolean {
  if (token !== null) {
    const given = /^bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? ''
    return timingSafeEqual(digest(given), digest(token))
  }
  const address = socket.remoteAddress?.replace(/^::ffff:/, '') ?? ''
  if (forwarded.some((name) => headers[name] !== undefined) || address === '') return false
  return thisMachine.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}

/** `/metrics` of the host. For everyone else there is nothing there. */
export function metricsRoute(
  app: FastifyInstance,
  { metrics, token }: { metrics: Metrics; token: string | null },
): void {
  app.get('/metrics', async (request, reply) => {
    if (!mayRead(request, token)) {
      siteOf(request).explain(
        'NOT_FOUND',
        'requests for /metrics are refused that have not the token of ATRIUM_METRICS_TOKEN; without one, programs of this machine alone may read it, and not through a proxy.',
      )
      return sendProblem(reply, nothingHere())
    }
    return reply
      .header('cache-control', 'no-store')
      .type('text/plain; version=0.0.4; charset=utf-8')
      .send(await metrics.text())
  })
}
