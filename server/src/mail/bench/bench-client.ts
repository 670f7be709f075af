import http from 'node:http'
import { capability } from '@atrium/mail-contracts'

/** A figure of the bench at one size. */
export interface MailFigure {
  readonly name: string
  readonly unit: 'ms' | '/s' | '×' | 'MB' | 'streams'
  readonly value: number
  /** What it must be: at most, or with `atLeast` at least. */
  readonly bar?: number
  readonly atLeast?: true
}

type Args = Readonly<Record<string, unknown>>
export type Call = readonly [name: string, args: Args, id: string]

/** Requests to the mail server of the bench. */
export interface BenchClient {
  /** Runs calls; gives the arguments of each response. @throws Error when one of them is refused */
  readonly run: (account: string, calls: readonly Call[]) => Promise<readonly Args[]>
  readonly upload: (account: string, bytes: Buffer) => Promise<unknown>
  /** Opens an event stream. @returns how to wait for its next event of a change, and to end it */
  readonly events: (account: string) => Promise<EventStream>
  readonly close: () => void
}

export interface EventStream {
  readonly next: () => Promise<number>
  readonly end: () => void
}

interface Sending {
  readonly path: string
  readonly account: string
  readonly type: string
  readonly body: string | Buffer
}

export function openClient(port: number): BenchClient {
  const agent = new http.Agent({ keepAlive: true })
  const send = ({ path, account, type, body }: Sending): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const headers = { 'x-account': account, 'content-type': type, 'content-length': Buffer.byteLength(body) }
      const request = http.request({ port, host: '127.0.0.1', method: 'POST', path, headers, agent }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString())))
        response.on('error', reject)
      })
      request.on('error', reject)
      request.end(body)
    })
  const run: BenchClient['run'] = async (account, calls) => {
    const methodCalls = calls.map(([name, args, id]) => [name, { accountId: account, ...args }, id])
    const body = JSON.stringify({ using: Object.values(capability), methodCalls })
    const response = await send({ path: '/jmap/api', account, type: 'application/json', body })
    const { methodResponses } = response as { readonly methodResponses?: readonly Call[] }
    if (!methodResponses || methodResponses.some(([name]) => name === 'error'))
      throw new Error(JSON.stringify(response).slice(0, 500))
    return methodResponses.map(([, args]) => args)
  }
  return {
    run,
    upload: (account, body) =>
      send({ path: `/jmap/upload/${account}`, account, type: 'application/octet-stream', body }),
    events: (account) => openEvents(port, account),
    close: () => agent.destroy(),
  }
}

function openEvents(port: number, account: string): Promise<EventStream> {
  return new Promise((resolve, reject) => {
    const path = '/jmap/events?types=*&closeafter=no&ping=0'
    const request = http.get({ port, host: '127.0.0.1', path, headers: { 'x-account': account } }, (response) => {
      let waiting: (time: number) => void = () => undefined
      response.on('data', (chunk: Buffer) => {
        if (chunk.includes('event: state')) waiting(performance.now())
      })
      response.on('error', () => undefined)
      resolve({ next: () => new Promise((next) => (waiting = next)), end: () => request.destroy() })
    })
    request.on('error', reject)
  })
}

export const percentile = (times: readonly number[], part: number): number =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0

/** Milliseconds of each round. */
export async function timesOf(rounds: number, work: (round: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  // The first rounds compile and fill caches.
  for (let round = -5; round < rounds; round += 1) {
    const start = performance.now()
    await work(round)
    if (round >= 0) times.push(performance.now() - start)
  }
  return times
}

/** The calls of a list page: what the page of the inbox requests. */
export const pageCalls = (
  filter: Args,
  place: Args,
  sort: Args = { property: 'receivedAt', isAscending: false },
): readonly Call[] => [
  ['Email/query', { filter, sort: [sort], collapseThreads: true, ...place, limit: 50 }, 'q'],
  [
    'Email/get',
    {
      '#ids': { resultOf: 'q', name: 'Email/query', path: '/ids' },
      properties: [
        'threadId',
        'mailboxIds',
        'keywords',
        'from',
        'to',
        'subject',
        'receivedAt',
        'preview',
        'hasAttachment',
      ],
    },
    'e',
  ],
  ['Thread/get', { '#ids': { resultOf: 'e', name: 'Email/get', path: '/list/*/threadId' } }, 't'],
]

/** Ids of a response to a query. */
export const idsOf = (args: Args | undefined): readonly string[] =>
  Array.isArray(args?.['ids']) ? args['ids'].map(String) : []

/** The id of the mailbox with a role. */
export async function mailboxOf(client: BenchClient, account: string, role: string): Promise<string> {
  const [response] = await client.run(account, [['Mailbox/get', {}, 'm']])
  const list = Array.isArray(response?.['list']) ? response['list'] : []
  const found: unknown = list.find((mailbox: unknown) => Object(mailbox).role === role)
  return String(Object(found).id)
}
