import { idsOf, mailboxOf, pageCalls, percentile, timesOf, type BenchClient, type MailFigure } from './bench-client.ts'

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

export async function measureLists(client: BenchClient, size: number): Promise<MailFigure[]> {
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

export async function measureSearches(client: BenchClient): Promise<MailFigure[]> {
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
