import { mkdtempSync, rmSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { capability } from '@atrium/mail-contracts'
import { openDatabase } from '../../database/open-database.ts'
import { query } from '../../database/query.ts'
import { createMailServer, type MailServer } from '../mail-server.ts'
import { mailboxOfRole } from '../store/mailboxes.ts'
import { findAccount, mailboxId } from '../store/mail-store.ts'
import { sweep } from '../store/sweep.ts'
import { fillMailbox } from '../testing/large-mailbox.ts'

/** A figure of the bench at one size. */
export interface MailFigure {
  readonly name: string
  readonly unit: 'ms' | '/s' | '×' | 'MB'
  readonly value: number
  /** What it must be: at most, or with `atLeast` at least. */
  readonly bar?: number
  readonly atLeast?: true
}

type Args = Readonly<Record<string, unknown>>
type Call = readonly [name: string, args: Args, id: string]

interface Bench {
  readonly mail: MailServer
  readonly inbox: string
  readonly run: (account: string, calls: readonly Call[]) => Promise<unknown>
}

async function request(mail: MailServer, accountId: string, calls: readonly Call[]): Promise<unknown> {
  const methodCalls = calls.map(([name, args, id]) => [name, { accountId, ...args }, id])
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ using: Object.values(capability), methodCalls }),
  }
  const response = await mail.fetch(new Request('http://bench/jmap/api', init), { accountId })
  const body: unknown = await response.json()
  if (JSON.stringify(body).includes('"error"')) throw new Error(JSON.stringify(body).slice(0, 500))
  return body
}

const percentile = (times: readonly number[], part: number): number =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0

/** Milliseconds of each round. */
async function timesOf(rounds: number, work: (round: number) => Promise<unknown>): Promise<number[]> {
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
const pageCalls = (filter: Args, place: Args): readonly Call[] => [
  [
    'Email/query',
    { filter, sort: [{ property: 'receivedAt', isAscending: false }], collapseThreads: true, ...place, limit: 50 },
    'q',
  ],
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

/** Words from the most frequent to one that is nowhere: beginnings too. */
const words = ['the', 'to', 'con', 'rev', 'conta', 'ta', 'mi', 'person7', 'lintor', 'zzz']

/** The id of the message at a place of the inbox. */
async function idAt({ run, inbox }: Bench, position: number): Promise<string> {
  const call: Call = ['Email/query', { filter: { inMailbox: inbox }, collapseThreads: true, position, limit: 1 }, 'q']
  return /"ids":\["(M\d+)"/.exec(JSON.stringify(await run('ada', [call])))?.[1] ?? ''
}

async function lists(bench: Bench, size: number): Promise<MailFigure[]> {
  const { run, inbox } = bench
  const box = { inMailbox: inbox }
  const anchors = await Promise.all(
    Array.from({ length: 20 }, (_, at) => idAt(bench, Math.floor((size / 3) * (at / 20)))),
  )
  const first = await timesOf(100, () => run('ada', pageCalls(box, { calculateTotal: true })))
  const next = await timesOf(100, (round) =>
    run('ada', pageCalls(box, { anchor: anchors[Math.max(0, round) % 20], anchorOffset: 1, calculateTotal: true })),
  )
  const unread = await timesOf(50, () => run('ada', pageCalls({ ...box, notKeyword: '$seen' }, {})))
  const changes = await timesOf(50, () => run('ada', [['Email/changes', { sinceState: '0', maxChanges: 100 }, 'c']]))
  return [
    { name: 'first page of a list, p99', unit: 'ms', value: percentile(first, 0.99), bar: 20 },
    { name: 'next page at any depth, p99', unit: 'ms', value: percentile(next, 0.99), bar: 30 },
    { name: 'first page of the unread, p99', unit: 'ms', value: percentile(unread, 0.99), bar: 30 },
    { name: '100 changes from far back, p99', unit: 'ms', value: percentile(changes, 0.99), bar: 20 },
  ]
}

async function searches({ run }: Bench): Promise<MailFigure[]> {
  const found = await timesOf(60, (round) =>
    run('ada', pageCalls({ text: words[Math.max(0, round) % words.length] }, {})),
  )
  const counted = await timesOf(words.length, (round) =>
    run('ada', [['Email/query', { filter: { text: words[Math.max(0, round)] }, limit: 0, calculateTotal: true }, 'q']]),
  )
  return [
    { name: 'search, newest 50, worst word', unit: 'ms', value: Math.max(...found), bar: 100 },
    { name: 'search, number of matches, worst word', unit: 'ms', value: Math.max(...counted) },
  ]
}

/** Times of a small request of bob's, one after another, while something else runs. */
async function meanwhile({ run }: Bench, heavy: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  const state = { isRunning: true }
  const ended = heavy().finally(() => (state.isRunning = false))
  while (state.isRunning || times.length < 20) {
    const start = performance.now()
    await run('bob', [['Mailbox/get', {}, 'm']])
    times.push(performance.now() - start)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  await ended
  return times
}

async function others(bench: Bench, store: Parameters<typeof sweep>[0]['store']): Promise<MailFigure[]> {
  const { run, mail } = bench
  let unique = 0
  const slowSearch = (): Promise<unknown> =>
    Promise.all(
      [1, 2, 3].map(() =>
        run('ada', [
          [
            'Email/query',
            { filter: { text: 'the' }, sort: [{ property: 'size' }], position: (unique += 1), calculateTotal: true },
            'q',
          ],
        ]),
      ),
    )
  const ids = store.query.all<{ id: number }>('SELECT id FROM email WHERE account = 1 ORDER BY id LIMIT 500')
  const destroy = (): Promise<unknown> => run('ada', [['Email/set', { destroy: ids.map(({ id }) => `M${id}`) }, 's']])
  const upload = async (): Promise<unknown> => {
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: Buffer.alloc(40_000_000, 7),
    }
    return (await mail.fetch(new Request('http://bench/jmap/upload/ada', init), { accountId: 'ada' })).json()
  }
  const clean = (): Promise<unknown> => sweep({ store, now: Date.now() + 2 * 24 * 3_600_000 })
  const figures: MailFigure[] = []
  const work = {
    'three searches': slowSearch,
    'a destroy of 500': destroy,
    'an upload of 40 MB': upload,
    'the sweep': clean,
  }
  for (const [name, heavy] of Object.entries(work)) {
    const times = await meanwhile(bench, heavy)
    figures.push(
      { name: `request of another account during ${name}, p99`, unit: 'ms', value: percentile(times, 0.99), bar: 50 },
      { name: `request of another account during ${name}, longest`, unit: 'ms', value: Math.max(...times), bar: 250 },
    )
  }
  return figures
}

/** Fills a database with generated mail and measures it. Deterministic but for the times. */
export async function measureMail(size: number, note: (text: string) => void): Promise<readonly MailFigure[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'atrium-mail-bench-'))
  const file = path.join(folder, 'atrium.db')
  const database = openDatabase(file)
  const mail = createMailServer({ database, domain: 'mail.test', resolveAddress: () => null, quota: Infinity })
  const store = { database, query: query(database), changed: () => undefined, storage: { quota: Infinity, disk: null } }
  try {
    for (const accountId of ['ada', 'bob'])
      mail.createAccount({ accountId, address: `${accountId}@mail.test`, name: accountId })
    database.exec('PRAGMA synchronous = OFF')
    const start = performance.now()
    const bytes = fillMailbox(store, {
      accountId: 'ada',
      messages: size,
      onProgress: (stored) => stored % 50_000 === 0 && note(`${stored} of ${size} messages stored`),
    })
    const perSecond = size / ((performance.now() - start) / 1000)
    database.exec('PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA optimize = 0x10002')
    const account = findAccount(store.query, 'ada')?.key ?? 0
    const inbox = mailboxId.format(mailboxOfRole(store.query, account, 'inbox') ?? 0)
    const bench: Bench = { mail, inbox, run: (id, calls) => request(mail, id, calls) }
    note('measuring')
    return [
      { name: 'messages stored, without parsing', unit: '/s', value: perSecond, bar: 1500, atLeast: true },
      { name: 'database to mail', unit: '×', value: statSync(file).size / bytes, bar: 1 },
      ...(await lists(bench, size)),
      ...(await searches(bench)),
      ...(await others(bench, store)),
      { name: 'memory of the process', unit: 'MB', value: process.memoryUsage().rss / 1e6, bar: 400 },
    ]
  } finally {
    await mail.close()
    database.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
