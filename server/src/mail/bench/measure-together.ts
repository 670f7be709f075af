import { idsOf, mailboxOf, percentile, type BenchClient, type MailFigure } from './bench-client.ts'

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

export async function measurePush(client: BenchClient): Promise<MailFigure[]> {
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

export async function measureOthers(client: BenchClient, clean: () => Promise<unknown>): Promise<MailFigure[]> {
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
