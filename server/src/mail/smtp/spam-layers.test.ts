import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseMessage } from '../mime/parse-message.ts'
import { sweep } from '../store/sweep.ts'
import { openTestMail, textAt, type TestMail } from '../testing/open-test-mail.ts'
import { connectSmtp, sendRaw } from '../testing/smtp-client.ts'
import { zone } from '../testing/smtp-peer.ts'
import { bayesFinding, learn, spamProbability, wordsOf } from './bayes-filter.ts'
import { requirePatience } from './arrival.ts'

let t: TestMail

beforeEach(() => {
  t = openTestMail()
})
afterEach(() => t.close())

const now = 1_800_000_000_000
const minute = 60_000

describe('greylisting', () => {
  const triplet = {
    address: '198.51.100.7',
    mailFrom: 'eve@peer.example',
    recipients: ['ada@mail.test', 'bob@mail.test'],
  }
  const attempt = (at: number, other: Partial<typeof triplet> = {}): string => {
    try {
      requirePatience(t.store.query, { ...triplet, ...other }, now + at)
      return 'taken'
    } catch (error) {
      return String(error)
    }
  }

  test('takes a sender that comes again after five minutes, from any machine of its network', () => {
    expect(attempt(0)).toContain('4.7.1 Greylisted: try again in 300 seconds')
    expect(attempt(minute)).toContain('try again in 240 seconds')
    expect(attempt(5 * minute, { address: '198.51.100.9' })).toBe('taken')
    expect(attempt(6 * minute)).toBe('taken')
    expect(attempt(6 * minute, { mailFrom: 'mallory@peer.example' })).toContain('Greylisted')
    expect(attempt(6 * minute, { address: '203.0.113.7' })).toContain('Greylisted')
  })

  test('knows a network of IPv6 by its first 64 bits', () => {
    attempt(0, { address: '2001:db8:1:2::7' })
    expect(attempt(5 * minute, { address: '2001:db8:1:2:ffff::1' })).toBe('taken')
    expect(attempt(5 * minute, { address: '2001:db8:1:3::7' })).toContain('Greylisted')
  })

  test('forgets who came once after two days, and who passed after 36', () => {
    const day = 24 * 60 * minute
    attempt(0)
    expect(attempt(3 * day)).toContain('300 seconds')
    expect(attempt(3 * day + 5 * minute)).toBe('taken')
    expect(attempt(38 * day)).toBe('taken')
    expect(attempt(75 * day)).toContain('300 seconds')
  })

  test('refuses the first attempt of a suspicious sender in the session, and not its second', async () => {
    const inbound = await t.mail.listen({
      host: '127.0.0.1',
      port: 0,
      name: 'mx.mail.test',
      folder: mkdtempSync(path.join(os.tmpdir(), 'atrium-greylist-')),
      files: null,
      lookup: zone({}),
      spam: { lists: [], junk: 50, refuse: 100, greylist: 1 },
      isTrusted: () => false,
    })
    const client = await connectSmtp(inbound.port)
    await client.command('EHLO peer.example')
    const send = () =>
      sendRaw(client, { from: 'eve@peer.example', to: ['ada@mail.test'], data: 'Subject: LOUD\r\n\r\nhello' })
    expect((await send()).at(-1)).toMatch(/^451 4\.7\.1 Greylisted/)
    t.store.query.run('UPDATE greylist SET first_at = first_at - 300000')
    expect((await send()).at(-1)).toMatch(/^250/)
    client.close()
    await inbound.close()
  })
})

describe('what people say is spam', () => {
  const put = async (role: string, subject: string, body: string): Promise<string> => {
    const boxes = await t.mailboxes()
    const email = {
      mailboxIds: { [boxes[role] ?? '']: true },
      subject,
      from: [{ email: 'eve@peer.example' }],
      textBody: [{ partId: '1' }],
      bodyValues: { 1: { value: body } },
    }
    return textAt(await t.call('Email/set', { create: { m: email } }), 'created/m/id')
  }
  const move = async (id: string, from: string, to: string): Promise<void> => {
    const boxes = await t.mailboxes()
    await t.call('Email/set', {
      update: { [id]: { [`mailboxIds/${boxes[from]}`]: null, [`mailboxIds/${boxes[to]}`]: true } },
    })
  }
  const total = (): unknown => {
    const row = t.store.query.one<{ spam: number; ham: number }>('SELECT spam, ham FROM spam_word WHERE word = 0')
    return row && [row.spam, row.ham]
  }
  const learned = async (): Promise<unknown> => {
    await sweep({ store: t.store, now: Date.now() })
    return total()
  }

  test('is learned from moves to Junk and out of it, and unlearned when they change their mind', async () => {
    const id = await put('inbox', 'Cheap watches', 'buy watches')
    await move(id, 'inbox', 'junk')
    expect(await learned()).toEqual([1, 0])
    expect(await learned()).toEqual([1, 0])
    await move(id, 'junk', 'inbox')
    expect(await learned()).toEqual([0, 1])
    await move(id, 'inbox', 'archive')
    expect(await learned()).toEqual([0, 1])
  })

  test('emptying Junk into Trash says nothing, keywords do', async () => {
    const id = await put('junk', 'Offer', 'offer')
    await move(id, 'junk', 'trash')
    expect(await learned()).toBeUndefined()
    await t.call('Email/set', { update: { [id]: { 'keywords/$junk': true } } })
    expect(await learned()).toEqual([1, 0])
    await t.call('Email/set', { update: { [id]: { 'keywords/$junk': null, 'keywords/$notjunk': true } } })
    expect(await learned()).toEqual([0, 1])
  })

  test('says nothing before twenty of each are known', () => {
    const words = wordsOf({ subject: 'watches', from: null }, 'buy cheap watches')
    const scope = { query: t.store.query, now }
    for (let count = 0; count < 30; count += 1) learn(scope, words, { isSpam: true })
    expect(spamProbability(t.store.query, words)).toBeNull()
    const others = wordsOf({ subject: 'meeting', from: null }, 'minutes of the meeting')
    for (let count = 0; count < 30; count += 1) learn(scope, others, { isSpam: false })
    expect(bayesFinding(spamProbability(t.store.query, words))).toEqual([{ name: 'bayes-99', score: 5 }])
    expect(bayesFinding(spamProbability(t.store.query, others))).toEqual([{ name: 'bayes-01', score: -2 }])
    expect(
      bayesFinding(spamProbability(t.store.query, wordsOf({ subject: 'new', from: null }, 'nothing known here'))),
    ).toEqual([])
  })
})

const corpus = path.resolve(import.meta.dirname, '../../../../../shared/corpora/mail/spamassassin-public-corpus/data')
const whereItIs = existsSync(corpus) ? describe : describe.skip

whereItIs('on real mail (SpamAssassin corpus)', () => {
  /** Every fourth message: half of them to learn from, half to judge. */
  const sample = (...folders: readonly string[]): Buffer[] =>
    folders
      .flatMap((folder) =>
        readdirSync(path.join(corpus, folder))
          .sort()
          .map((file) => path.join(corpus, folder, file)),
      )
      .filter((_file, at) => at % 4 === 0)
      .map((file) => readFileSync(file))

  test('finds most spam it has not seen, and hardly ever takes real mail for it', () => {
    const words = (raw: Buffer): readonly number[] => {
      const { message, text } = parseMessage(raw)
      return wordsOf(message.listing, text)
    }
    const { query, database } = { query: t.store.query, database: t.database }
    const rates = [
      { isSpam: true, messages: sample('spam-1', 'spam-2').map(words) },
      { isSpam: false, messages: sample('easy-ham-1', 'easy-ham-2', 'hard-ham-1').map(words) },
    ]
    database.exec('BEGIN')
    for (const { isSpam, messages } of rates)
      for (const known of messages.filter((_, at) => at % 2 === 0)) learn({ query, now }, known, { isSpam })
    database.exec('COMMIT')
    const [spam = 0, ham = 0] = rates.map(({ messages }) => {
      const unseen = messages.filter((_, at) => at % 2 === 1)
      const called = unseen.filter((one) => (spamProbability(query, one) ?? 0) > 0.9)
      return called.length / unseen.length
    })
    process.stderr.write(
      `bayes: ${(spam * 100).toFixed(1)} % of spam found, ${(ham * 100).toFixed(1)} % of real mail taken for it\n`,
    )
    expect(spam).toBeGreaterThan(0.75)
    expect(ham).toBeLessThan(0.02)
  })
})
