import { fork, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { openDatabase } from '../../database/open-database.ts'
import { query } from '../../database/query.ts'
import { importMail } from '../import/import-mail.ts'
import { createMailServer } from '../mail-server.ts'
import { fillMailbox, generateMessages } from '../testing/large-mailbox.ts'
import { multiplyMailbox } from '../testing/multiply-mailbox.ts'
import {
  idsOf,
  mailboxOf,
  pageCalls,
  percentile,
  timesOf,
  type BenchClient,
  type MailFigure,
  openClient,
} from './bench-client.ts'

export type { MailFigure } from './bench-client.ts'

/** Ids of messages at places all over a list. */
async function anchorsOf(client: BenchClient, inbox: string, size: number): Promise<readonly string[]> {
  const anchors: string[] = []
  for (let at = 0; at < 20; at += 1) {
    const position = Math.floor((size / 3) * (at / 20))
    const args = { filter: { inMailbox: inbox }, collapseThreads: true, position, limit: 1 }
    anchors.push(...idsOf((await client.run('ada', [['Email/query', args, 'q']]))[0]))
  }
  return anchors
}

/** Milliseconds of the pages of a list one after another, as a person scrolls through it. */
async function scrolled(client: BenchClient, inbox: string, sort: Readonly<Record<string, unknown>>) {
  let last: string | undefined
  return timesOf(50, async () => {
    const place = last === undefined ? { calculateTotal: true } : { anchor: last, anchorOffset: 1 }
    const [page] = await client.run('ada', pageCalls({ inMailbox: inbox }, place, sort))
    last = idsOf(page).at(-1)
  })
}

async function measureLists(client: BenchClient, size: number): Promise<MailFigure[]> {
  const inbox = await mailboxOf(client, 'ada', 'inbox')
  const box = { inMailbox: inbox }
  const anchors = await anchorsOf(client, inbox, size)
  const total = { calculateTotal: true }
  const page = (filter: object, place: object): Promise<unknown> =>
    client.run('ada', pageCalls({ ...box, ...filter }, { ...place, ...total }))
  const first = await timesOf(100, () => page({}, {}))
  const next = await timesOf(100, (round) =>
    page({}, { anchor: anchors[Math.max(0, round) % anchors.length], anchorOffset: 1 }),
  )
  const unread = await timesOf(50, () => page({ notKeyword: '$seen' }, {}))
  const files = await timesOf(50, () => page({ hasAttachment: true }, {}))
  const sender = await scrolled(client, inbox, { property: 'from', isAscending: true })
  const largest = await scrolled(client, inbox, { property: 'size', isAscending: false })
  const p99 = (name: string, times: readonly number[], bar: number): MailFigure => ({
    name: `${name}, p99`,
    unit: 'ms',
    value: percentile(times, 0.99),
    bar,
  })
  return [
    { name: 'first page of a list, median', unit: 'ms', value: percentile(first, 0.5) },
    p99('first page of a list', first, 20),
    { name: 'next page at any depth, median', unit: 'ms', value: percentile(next, 0.5) },
    p99('next page at any depth', next, 30),
    p99('first page of the unread, with their number', unread, 30),
    p99('first page of those with files, with their number', files, 30),
    p99('next page by sender', sender, 30),
    p99('next page by size', largest, 30),
  ]
}

/** Words from the most frequent to one that is nowhere: beginnings too. */
const words = ['the', 'to', 'con', 'rev', 'conta', 'ta', 'mi', 'person7', 'lintor', 'zzz', 'the con', '"of the"']

async function measureSearches(client: BenchClient): Promise<MailFigure[]> {
  const wordOf = (round: number): string => words[Math.max(0, round) % words.length] ?? ''
  // Each has a filter of its own, so that no list that was read before is used.
  let unique = 0
  const found = await timesOf(words.length * 5, (round) =>
    client.run('ada', pageCalls({ text: wordOf(round), maxSize: 1_000_000 + (unique += 1) }, {})),
  )
  const medians = words.map((_, at) =>
    percentile(
      found.filter((__, round) => round % words.length === at),
      0.5,
    ),
  )
  const counted = await timesOf(words.length, (round) =>
    client.run('ada', [['Email/query', { filter: { text: wordOf(round) }, limit: 0, calculateTotal: true }, 'q']]),
  )
  return [
    { name: 'search, newest 50, median of the worst word', unit: 'ms', value: Math.max(...medians), bar: 100 },
    { name: 'search, newest 50, p99', unit: 'ms', value: percentile(found, 0.99), bar: 100 },
    { name: 'search, number of matches, worst word', unit: 'ms', value: Math.max(...counted) },
  ]
}

/** Sends a message from ada to bob. */
async function sendOne(client: BenchClient, subject: string): Promise<void> {
  const drafts = await mailboxOf(client, 'ada', 'drafts')
  const [identities] = await client.run('ada', [['Identity/get', {}, 'i']])
  const identity: unknown = Array.isArray(identities?.['list']) ? identities['list'][0] : undefined
  await client.run('ada', [
    [
      'Email/set',
      {
        create: {
          d: {
            mailboxIds: { [drafts]: true },
            from: [{ name: null, email: 'ada@mail.test' }],
            to: [{ name: null, email: 'bob@mail.test' }],
            subject,
            bodyValues: { t: { value: 'text' } },
            textBody: [{ partId: 't', type: 'text/plain' }],
          },
        },
      },
      'e',
    ],
    ['EmailSubmission/set', { create: { s: { emailId: '#d', identityId: Object(identity).id } } }, 's'],
  ])
}

/** Event streams that are open at a time. */
const manyStreams = 1000

async function measurePush(client: BenchClient): Promise<MailFigure[]> {
  const stream = await client.events('bob')
  const times: number[] = []
  for (let round = 0; round < 20; round += 1) {
    const pushed = stream.next()
    const start = performance.now()
    await sendOne(client, `push ${round}`)
    times.push((await pushed) - start)
  }
  stream.end()
  const streams = await Promise.all(Array.from({ length: manyStreams }, () => client.events('bob')))
  const all = Promise.all(streams.map(({ next }) => next()))
  const start = performance.now()
  await sendOne(client, 'to all')
  const last = Math.max(...(await all)) - start
  for (const { end } of streams) end()
  return [
    { name: 'from sending to the push at another account, p99', unit: 'ms', value: percentile(times, 0.99), bar: 1000 },
    { name: 'event streams held', unit: 'streams', value: streams.length, bar: manyStreams, atLeast: true },
    { name: 'from sending to the push at the last of them', unit: 'ms', value: last },
  ]
}

/** Times of a small request of bob's, one after another, while something else runs. */
async function meanwhile(client: BenchClient, heavy: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  const state = { isRunning: true }
  const ended = heavy().finally(() => (state.isRunning = false))
  while (state.isRunning || times.length < 50) {
    const start = performance.now()
    await client.run('bob', [['Mailbox/get', {}, 'm']])
    times.push(performance.now() - start)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  await ended
  return times
}

async function measureOthers(client: BenchClient, clean: () => Promise<unknown>): Promise<MailFigure[]> {
  let unique = 0
  const search = (): Promise<unknown> => {
    const filter = { text: 'the', maxSize: 2_000_000 + (unique += 1) }
    const args = { filter, collapseThreads: true, limit: 50, calculateTotal: true }
    return client.run('ada', [['Email/query', args, 'q']])
  }
  const destroy = async (): Promise<void> => {
    for (let round = 0; round < 4; round += 1) {
      const [oldest] = await client.run('ada', [
        ['Email/query', { sort: [{ property: 'size', isAscending: false }], limit: 500 }, 'q'],
      ])
      await client.run('ada', [['Email/set', { destroy: idsOf(oldest) }, 's']])
    }
  }
  const work = {
    'three searches that count all': () => Promise.all([search(), search(), search()]),
    'a destroy of 2,000': destroy,
    'an upload of 40 MB': () => client.upload('ada', Buffer.alloc(40_000_000, 7)),
    'the sweep': clean,
  }
  const figures: MailFigure[] = []
  for (const [name, heavy] of Object.entries(work)) {
    const times = await meanwhile(client, heavy)
    figures.push(
      { name: `request of another account during ${name}, p99`, unit: 'ms', value: percentile(times, 0.99), bar: 50 },
      { name: `request of another account during ${name}, longest`, unit: 'ms', value: Math.max(...times), bar: 250 },
    )
  }
  return figures
}

/** Messages that are generated; larger mailboxes are copies of these. */
const generated = 20_000

function fill(file: string, size: number, note: (text: string) => void): void {
  const database = openDatabase(file)
  const mail = createMailServer({ database, domain: 'mail.test', resolveAddress: () => null, background: false })
  for (const accountId of ['ada', 'bob'])
    mail.createAccount({ accountId, address: `${accountId}@mail.test`, name: accountId })
  const store = { database, query: query(database), changed: () => undefined, storage: { quota: Infinity, disk: null } }
  database.exec('PRAGMA synchronous = OFF')
  const times = Math.max(1, Math.round(size / generated))
  const base = Math.round(size / times)
  fillMailbox(store, {
    accountId: 'ada',
    messages: base,
    onProgress: (stored) => stored % 10_000 === 0 && note(`${stored} messages stored`),
  })
  if (times > 1) multiplyMailbox(store, times, (copies) => note(`${copies * base} of ${size} messages`))
  database.exec('PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA optimize = 0x10002')
  database.close()
}

/** Messages of the import that is measured. */
const imported = 3000

/** Imports a generated mbox into a database of its own: read, parsed, stored, indexed, on the disk. */
async function measureImport(folder: string): Promise<MailFigure> {
  const source = path.join(folder, 'import.mbox')
  const messages: Buffer[] = []
  for (const { bytes } of generateMessages(9)) {
    messages.push(Buffer.from('From bench@example.org Thu Jan  1 00:00:00 2015\n'), bytes, Buffer.from('\n\n'))
    if (messages.length >= imported * 3) break
  }
  writeFileSync(source, Buffer.concat(messages))
  const file = path.join(folder, 'import.db')
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true })
  const database = openDatabase(file)
  const mail = createMailServer({ database, domain: 'mail.test', resolveAddress: () => null, background: false })
  mail.createAccount({ accountId: 'ada', address: 'ada@mail.test', name: 'Ada' })
  const start = performance.now()
  const { added } = await importMail({ mail, accountId: 'ada', source })
  const seconds = (performance.now() - start) / 1000
  await mail.close()
  database.close()
  return { name: 'messages imported', unit: '/s', value: added / seconds, bar: 1500, atLeast: true }
}

function storage(file: string): MailFigure {
  const database = openDatabase(file)
  const bytes = query(database).one<{ bytes: number }>('SELECT sum(size) AS bytes FROM email')?.bytes ?? 1
  database.close()
  return { name: 'database to mail', unit: '×', value: statSync(file).size / bytes, bar: 1 }
}

interface BenchProcess {
  readonly client: BenchClient
  readonly request: (message: 'memory' | 'sweep') => Promise<unknown>
  readonly stop: () => Promise<void>
}

const nextMessage = (child: ChildProcess): Promise<unknown> =>
  new Promise((resolve, reject) => {
    child.once('message', resolve)
    child.once('exit', (code) => reject(new Error(`the mail server ended with ${code}`)))
  })

async function start(file: string): Promise<BenchProcess> {
  const child = fork(path.join(import.meta.dirname, '../testing/mail-process.ts'), [file], { stdio: 'inherit' })
  const started = await nextMessage(child)
  const client = openClient(Number(Object.values(Object(started))[0]))
  return {
    client,
    request: (message) => {
      child.send(message)
      return nextMessage(child)
    },
    stop: async () => {
      client.close()
      const ended = new Promise((resolve) => child.removeAllListeners('exit').once('exit', resolve))
      child.disconnect()
      await ended
    },
  }
}

export interface MeasureOptions {
  /** Messages. */
  readonly size: number
  /** Keeps the mailbox for the next run. Default: a temporary folder. */
  readonly folder?: string
  readonly note: (text: string) => void
}

/** Fills a mailbox with generated mail and measures a server over it. Deterministic but for the times. */
export async function measureMail({ size, folder, note }: MeasureOptions): Promise<readonly MailFigure[]> {
  const place = folder ?? mkdtempSync(path.join(os.tmpdir(), 'atrium-mail-bench-'))
  mkdirSync(place, { recursive: true })
  const file = path.join(place, `mail-${size}.db`)
  try {
    if (!existsSync(file)) fill(file, size, note)
    const figures = [storage(file)]
    note('import')
    figures.push(await measureImport(place))
    const { client, request, stop } = await start(file)
    try {
      note('lists and searches')
      figures.push(...(await measureLists(client, size)), ...(await measureSearches(client)))
      const changes = await timesOf(50, () =>
        client.run('ada', [['Email/changes', { sinceState: '0', maxChanges: 100 }, 'c']]),
      )
      figures.push({ name: '100 changes from far back, p99', unit: 'ms', value: percentile(changes, 0.99), bar: 20 })
      note('push, and other accounts meanwhile')
      figures.push(...(await measurePush(client)), ...(await measureOthers(client, () => request('sweep'))))
      const memory = Number(Object.values(Object(await request('memory')))[0])
      return [...figures, { name: 'memory of the server after all', unit: 'MB', value: memory / 1e6, bar: 400 }]
    } finally {
      await stop()
    }
  } finally {
    if (folder === undefined) rmSync(place, { recursive: true, force: true })
  }
}
