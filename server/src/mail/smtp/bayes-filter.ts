import { createHash } from 'node:crypto'
import type { Query } from '../../database/query.ts'
import type { Listing } from '../mime/message.ts'
import { loadText, requireMessage } from '../store/messages.ts'
import { write, type MailStore, type WriteScope } from '../store/mail-store.ts'
import type { Finding } from './spam-score.ts'

/** Words of a message that count. Beyond it: the rest is not read. A constant. */
const maxWords = 1000

/** UTF-16 units of the text of a message that are read. Beyond it: the rest is not read. A constant. */
const maxText = 50_000

/** Words that are remembered of all messages. Beyond it: those that were not learned for longest are forgotten. A constant. */
const maxKnownWords = 300_000

/** Lessons that are remembered of one account, to unlearn one that is changed. Beyond it: the oldest are forgotten. A constant. */
const maxLessons = 5000

/** Messages of each kind that must be known before anything is said. A constant. */
const minLessons = 20

/** Words of a message that decide on it. Beyond it: those that tell least do not count. A constant. */
const maxTelling = 50

/** The row of `spam_word` that counts messages. */
const messagesRow = 0

interface WordRow {
  readonly word: number
  readonly spam: number
  readonly ham: number
}

/** What a word is stored by: 48 bits, so that nothing can be read back from the table. */
const hashOf = (word: string): number => createHash('sha256').update(word).digest().readUIntBE(0, 6) || 1

/** The words of a message, each once: those of its subject and of its sender are others than those of its text. */
export function wordsOf({ subject, from }: Pick<Listing, 'subject' | 'from'>, text: string): readonly number[] {
  const found = new Set<number>()
  const add = (prefix: string, source: string): void => {
    for (const [word] of source.toLowerCase().matchAll(/[\p{L}\p{N}$!'’.-]{3,40}/gu)) {
      if (found.size >= maxWords) return
      found.add(hashOf(prefix + word.replace(/^[.'’-]+|[.'’-]+$/g, '')))
    }
  }
  add('s:', subject ?? '')
  for (const { name, email } of from ?? []) add('f:', `${name ?? ''} ${email.slice(email.lastIndexOf('@') + 1)}`)
  add('', text.slice(0, maxText))
  return [...found]
}

/** Adds a message to what is known, or takes it back (`by` -1). */
export function learn(
  { query, now }: Pick<WriteScope, 'query' | 'now'>,
  words: readonly number[],
  { isSpam, by = 1 }: { readonly isSpam: boolean; readonly by?: 1 | -1 },
): void {
  const column = isSpam ? 'spam' : 'ham'
  for (const word of [messagesRow, ...words])
    query.run(
      `INSERT INTO spam_word (word, spam, ham, used_at) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET ${column} = max(0, ${column} + ?), used_at = excluded.used_at`,
      word,
      isSpam ? Math.max(0, by) : 0,
      isSpam ? 0 : Math.max(0, by),
      now,
      by,
    )
}

const rowOf = (query: Query, word: number): WordRow | undefined =>
  query.one<WordRow>('SELECT word, spam, ham FROM spam_word WHERE word = ?', word)

/** 1 - the chi-square distribution with an even number of degrees of freedom. */
function chiSquare(value: number, degrees: number): number {
  let term = Math.exp(-value / 2)
  let sum = term
  for (let at = 1; at < degrees / 2; at += 1) {
    term *= value / 2 / at
    sum += term
  }
  return Math.min(1, sum)
}

/**
 * How likely a message is spam, from 0 to 1, by the words of those that people moved to Junk or out of it (Robinson's
 * method with Fisher's test); null while too few of them are known.
 */
export function spamProbability(query: Query, words: readonly number[]): number | null {
  const total = rowOf(query, messagesRow)
  if (!total || total.spam < minLessons || total.ham < minLessons) return null
  const telling = words
    .flatMap((word) => rowOf(query, word) ?? [])
    .map(({ spam, ham }) => {
      const [often, seldom] = [spam / total.spam, ham / total.ham]
      const count = spam + ham
      // What was seen once says little: half a message speaks for neither.
      return (0.225 + count * (often / (often + seldom || 1))) / (0.45 + count)
    })
    .filter((probability) => Math.abs(probability - 0.5) > 0.1)
    .toSorted((a, b) => Math.abs(b - 0.5) - Math.abs(a - 0.5))
    .slice(0, maxTelling)
  if (telling.length === 0) return 0.5
  const logs = (of: (probability: number) => number): number =>
    telling.reduce((sum, probability) => sum + Math.log(of(probability)), 0)
  const spam = 1 - chiSquare(-2 * logs((probability) => 1 - probability), 2 * telling.length)
  const ham = 1 - chiSquare(-2 * logs((probability) => probability), 2 * telling.length)
  return (1 + spam - ham) / 2
}

/** What the words of a message say about it. */
export function bayesFinding(probability: number | null): readonly Finding[] {
  if (probability === null) return []
  if (probability > 0.99) return [{ name: 'bayes-99', score: 5 }]
  if (probability > 0.9) return [{ name: 'bayes-90', score: 3 }]
  if (probability < 0.01) return [{ name: 'bayes-01', score: -2 }]
  return probability < 0.1 ? [{ name: 'bayes-10', score: -1 }] : []
}

/** Whether enough is known to say anything: else a message need not be read for it. */
export const knowsSpam = (query: Query): boolean => spamProbability(query, []) !== null

/**
 * Writes down what a change says of a message: moved to Junk or marked `$junk` it is spam, moved out of Junk (not to
 * Trash) or marked `$notjunk` it is not. It is learned in the background.
 */
export function noteLesson(
  { query, now }: WriteScope,
  {
    account,
    email,
    before,
    after,
  }: {
    readonly account: number
    readonly email: number
    /** Roles of mailboxes, and keywords. */
    readonly before: ReadonlySet<string>
    readonly after: ReadonlySet<string>
  },
): void {
  const came = (name: string): boolean => after.has(name) && !before.has(name)
  const isSpam = came('junk') || came('$junk')
  const isHam = came('$notjunk') || (before.has('junk') && !after.has('junk') && !after.has('trash'))
  if (isSpam === isHam) return
  query.run(
    `INSERT INTO spam_lesson (account, blob, is_spam, learned, at) SELECT ?1, blob, ?2, NULL, ?3 FROM email WHERE id = ?4
     ON CONFLICT DO UPDATE SET is_spam = excluded.is_spam, at = excluded.at`,
    account,
    Number(isSpam),
    now,
    email,
  )
}

interface Lesson {
  readonly account: number
  readonly blob: string
  readonly is_spam: number
  readonly learned: number | null
}

/** Learns what was noted, one message at a step, and forgets what is too much. */
export function* learnLessons(store: MailStore): Generator<void, void, void> {
  const { query } = store
  const next = (): Lesson | undefined =>
    query.one<Lesson>(
      'SELECT account, blob, is_spam, learned FROM spam_lesson WHERE learned IS NOT is_spam ORDER BY at LIMIT 1',
    )
  for (let lesson = next(); lesson; lesson = next()) {
    learnOne(store, lesson)
    yield
  }
  const old = `DELETE FROM spam_lesson WHERE (account, blob) IN (SELECT account, blob FROM (SELECT account, blob,
    row_number() OVER (PARTITION BY account ORDER BY at DESC) AS place FROM spam_lesson) WHERE place > ${maxLessons} LIMIT 100)`
  while (query.run(old).changes > 0) yield
  const count = query.one<{ count: number }>('SELECT count(*) AS count FROM spam_word')?.count ?? 0
  const forget =
    'DELETE FROM spam_word WHERE word IN (SELECT word FROM spam_word WHERE word <> 0 ORDER BY used_at LIMIT 100)'
  for (let left = count; left > maxKnownWords; left -= 100) {
    query.run(forget)
    yield
  }
}

function learnOne(store: MailStore, { account, blob, is_spam: isSpam, learned }: Lesson): void {
  const message = requireMessage(store.query, blob)
  const words = message ? wordsOf(message.listing, loadText(store.query, blob)) : []
  write(store, (scope) => {
    if (learned !== null) learn(scope, words, { isSpam: learned === 1, by: -1 })
    learn(scope, words, { isSpam: isSpam === 1 })
    scope.query.run('UPDATE spam_lesson SET learned = ? WHERE account = ? AND blob = ?', isSpam, account, blob)
  })
}
