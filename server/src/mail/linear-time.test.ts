import { skipSubjectPrefixes, unflowText } from '@atrium/mail-contracts'
import { describe, expect, test } from '@jest/globals'
import { newAddress } from '../sign-in/accounts.ts'
import { decodeCharset } from './mime/charset.ts'
import { decodeChunks, decodeTransfer, encodeBody } from './mime/encoding.ts'
import { encodeText, encodeWords, renderHeader } from './compose/headers.ts'
import { contentDisposition } from './http/blobs.ts'
import { truncateText } from './methods/email-get.ts'
import { decodeEncodedWords, headerText, parseParameters } from './mime/header.ts'
import { htmlText, makePreview, partText } from './mime/text.ts'
import { headerProperty, parseMessageIds, parseUrls } from './mime/header-forms.ts'
import { parseAddressGroups } from './mime/addresses.ts'
import { parseDate, parseDateTime } from './mime/date.ts'
import { parseMessage, parseStart } from './mime/parse-message.ts'
import { readTnef } from './mime/tnef.ts'
import { measureJson, RequestBudget } from './protocol/request-budget.ts'
import { applyPatch } from './protocol/standard-methods.ts'
import { resolveReferences } from './protocol/run-request.ts'
import { makeSnippet } from './methods/email-query.ts'
import { foldText, foldWithOrigins, searchForms } from './store/fold-text.ts'
import { searchPhrase, searchTerms, searchWords } from './store/search-index.ts'
import { baseSubject } from './store/emails.ts'
import { readMbox } from './import/mbox.ts'
import { readStatus } from './import/import-mail.ts'
import { responseText } from './smtp/smtp-session.ts'
import { readReport } from './submission/reports.ts'
import { encodeBase64Chunks } from './store/blobs.ts'
import { isKeyword } from './store/keywords.ts'

interface Row {
  readonly read: (text: string) => unknown
  /** What means something to the parser; hostile texts are made of these. */
  readonly tokens: readonly string[]
}

const bytesOf = (text: string): Uint8Array => Buffer.from(text)
const quietly = (read: () => unknown): unknown => {
  try {
    return read()
  } catch (error) {
    return error
  }
}
const words = ['!', 'a', ' ', '"', "'", '漢']
const phrase = [{ text: 'wanted', phrase: true }]
const htmlPart = { ...parseStart(bytesOf('Content-Type: text/html\n\n')).message.structure, type: 'text/html' }
const raw = (header: string, tokens: readonly string[]): Row => ({
  read: (text) => parseMessage(bytesOf(header + text)),
  tokens,
})

/** Every parser and pattern of the server that reads what a client or a sender wrote: one row each. */
const rows: Readonly<Record<string, Row>> = {
  'search terms': { read: searchTerms, tokens: [...words, '\\'] },
  'search phrase': {
    read: (text) => searchPhrase({ text, phrase: text.length % 2 > 0 }, { column: null, prefix: true }),
    tokens: [...words, 'ae', 'ü', '-'],
  },
  'search words': { read: searchWords, tokens: ['漢', 'ไ', ' ', 'a', 'ー', '-', "'"] },
  'snippet: the term': {
    read: (text) => makeSnippet('a text', [{ text, phrase: true }], false),
    tokens: ['!', 'a', '漢', ' '],
  },
  'snippet: the text': { read: (text) => makeSnippet(text, phrase, true), tokens: ['wanted', 'wante', ' ', 'ä', '<'] },
  'snippet: term and text': {
    read: (text) => makeSnippet(text, [{ text: `b${text.slice(0, text.length / 4)}`, phrase: true }], false),
    tokens: ['a', 'ab', 'ä', ' a'],
  },
  'folding case and accents': { read: foldText, tokens: ['a', 'Ä', '\u0301', '𝒜', '\u1100', '٣'] },
  'folding with the way back': { read: foldWithOrigins, tokens: ['a', 'Ä', '\u0301', '𝒜', '\u1100', '\uff9e'] },
  'forms of a word': { read: searchForms, tokens: ['ae', 'ä', 'aa', 'q', 'ue'] },
  'base subject': { read: baseSubject, tokens: ['Re:', '[a]', '(fwd)', ' ', '[fwd: ', ']'] },
  'header text': { read: headerText, tokens: ['\r\n ', '=?utf-8?Q?a?=', ' ', 'é'] },
  'encoded words': {
    read: decodeEncodedWords,
    tokens: ['=?utf-8?q?a?= ', 'x=?a?q?b?=', '=?', '?=', ' ', '=?a?b?', 'a', '=?utf-8?q?', '?=AB', ' =?utf-8?q?a'],
  },
  'encoded words behind a long gap': {
    read: (text) => decodeEncodedWords(`=?utf-8?q?a?=${' '.repeat(text.length)}${text}`),
    tokens: ['x=?a?q?b?=', ' =?a?q?b?=', '=?a?q?b?= '],
  },
  addresses: {
    read: parseAddressGroups,
    tokens: ['a@b, ', 'a, ', '(', '"', '<', 'g: ', ';', '\\', ' @ ', '=?a?q?'],
  },
  dates: { read: parseDate, tokens: ['(', ')', '1 ', 'Mon, ', '-', '12:', 'Jan ', '2026'] },
  'message ids': { read: parseMessageIds, tokens: ['<a@b> ', '<', '(', ' ', '@', 'a@b '] },
  'lists of URLs': { read: parseUrls, tokens: ['<', '>', ' ', 'a', '\r\n '] },
  parameters: {
    read: (text) => parseParameters(`a/b; ${text}`),
    tokens: ['a=b; ', 'f*1*=%41; ', '"', '(', '\\', "'", ' ', 'filename=a;', '=?a?q?', 'b;'],
  },
  'header properties': { read: (text) => headerProperty(`header:${text}`), tokens: ['a', ':', ':asText', ':all'] },
  'character references': { read: htmlText, tokens: ['&', '&amp;', '&#1', ';', 'a'] },
  'words of HTML': {
    read: htmlText,
    tokens: ['<', '<style>', '<!--', '</p>', ' ', '<a alt="', '\n', '&'],
  },
  'words of HTML in one tag': { read: (text) => htmlText(`<a ${text}`), tokens: [' alt=', '"', ' ', "'", '<'] },
  previews: { read: makePreview, tokens: ['>', '-', ' ', '\n', '\u200b', '\u200d'] },
  'text of a part': {
    read: (text) => partText(htmlPart, bytesOf(text)),
    tokens: ['<meta ', 'charset=', ' ', '\r', '\n'],
  },
  charsets: { read: (text) => decodeCharset(bytesOf(text), 'utf-7'), tokens: ['+', '-', 'AGE', 'é'] },
  'charsets with shifts': {
    read: (text) =>
      ['iso-2022-kr', 'hz', 'utf-16', 'utf-8', 'iso-8859-1', text].map((label) => decodeCharset(bytesOf(text), label)),
    tokens: ['\x1b$)C', '\x0e', '\x0f', '~{', '~}', 'a', '\n', 'é', '('],
  },
  uuencode: {
    read: (text) => decodeTransfer(bytesOf(text), 'uuencode'),
    tokens: ['M', '!!', '\n', 'begin 644 a\n', 'end\n', '`'],
  },
  'uuencoded files in a text': raw('\n', ['begin 644 a.b\n', '#0V%T\n', '`\n', 'end\n', 'M\n', 'x\n']),
  'files in a winmail.dat': {
    read: (text) => readTnef(Buffer.concat([Buffer.from('789f3e220100', 'hex'), Buffer.from(text, 'latin1')])),
    tokens: [
      '\x02\x02\x90\x06\0\0\0\0\0\0\0',
      '\x02\x05\x90\x06\0\xff\xff\0\0',
      '\0',
      '\xff',
      '\x1e\x10\x07\x37\xff\xff\0\0',
    ],
  },
  'flowed text': {
    read: (text) => unflowText(text, 'text/plain; format=flowed; delsp=yes'),
    tokens: ['> ', '>', ' ', 'a', ' \n', '\n', '-- \n'],
  },
  'content types of flowed text': {
    read: (text) => unflowText('a', `text/plain; ${text}`),
    tokens: ['; format', '=', ' ', 'flowed', ';'],
  },
  'prefixes of subjects': {
    read: (text) => skipSubjectPrefixes(text, ['reply', 'forward', 'warning']),
    tokens: ['Re:', 'Aw[2] :', ' ', '***', 'SPAM', '{', '}', '회신：', 'a '],
  },
  'quoted-printable': {
    read: (text) => decodeTransfer(bytesOf(text), 'quoted-printable'),
    tokens: ['=', ' ', '\n', '=3D', 'a'],
  },
  base64: { read: (text) => decodeTransfer(bytesOf(text), 'base64'), tokens: ['=', 'A', '\n', '!'] },
  'decoding in chunks': {
    read: (text) => [...decodeChunks(chunksOf(text), 'quoted-printable'), ...decodeChunks(chunksOf(text), 'base64')],
    tokens: ['=', ' ', 'A', '\n'],
  },
  'encoding in chunks': { read: (text) => [...encodeBase64Chunks(chunksOf(text))], tokens: ['a', 'é'] },
  'header blocks': raw('', ['A: b\n', ' b\n', 'a\n', ':', '\r', 'From ']),
  'MIME trees': raw('Content-Type: multipart/mixed; boundary=a\n\n', [
    '--a\n',
    '--\n',
    '--a--\n',
    'Content-Type: multipart/mixed; boundary=a\n\n',
    '\n',
    'x',
  ]),
  'subjects of messages': raw('Subject: ', ['=?utf-8?q?a?= ', 'x=?a?q?b?=', ' ', 'Re: ', '\n ']),
  'content types': raw('Content-Type: ', ['a/b;', ' ', 'a=b;', '(', '"', '/']),
  'content ids and languages': raw('Content-ID: <', ['<', ' ', '\nContent-Language: ', 'a,', '(']),
  'text to encode': { read: encodeText, tokens: ['a', ' ', 'é', '=?', '\r\n'] },
  'words to encode': { read: encodeWords, tokens: ['a', 'é', '𝒜', '\n'] },
  'bodies to encode': { read: encodeBody, tokens: ['a', '\n', '\r', 'From ', 'é', ' '] },
  'addresses to write': {
    read: (text) => quietly(() => renderHeader('Addresses', [{ name: text, email: 'a@b.example' }])),
    tokens: [' ', '"', '\\', 'é', 'a'],
  },
  'raw headers to write': {
    read: (text) => quietly(() => renderHeader('Raw', text)),
    tokens: ['\r\n ', ' ', 'a', '\r\n\t'],
  },
  'dates to write': {
    read: (text) => quietly(() => renderHeader('Date', text)),
    tokens: ['2024-01-01T', '0', ':', '+'],
  },
  'dates of JMAP': { read: parseDateTime, tokens: ['2024-01-01T00:00:00', '.', '0', 'Z', '+'] },
  keywords: { read: isKeyword, tokens: ['a', '$', '~', '('] },
  'file names': { read: contentDisposition, tokens: ['a', '/', '"', 'é', '\u0000'] },
  'cut texts': { read: (text) => truncateText(text, text.length >> 1, 'text/html'), tokens: ['<', '>', 'é', 'a'] },
  'paths of patches': {
    read: (text) => quietly(() => applyPatch({}, { [text]: 1, a: 2 })),
    tokens: ['/', 'a/', '~1', 'a'],
  },
  'paths of result references': {
    read: (text) => {
      const nested = JSON.parse(`${'{"a":'.repeat(50)}1${'}'.repeat(50)}`)
      const reference = { resultOf: '0', name: 'Core/echo', path: `/${text}` }
      const budget = new RequestBudget(() => true)
      return quietly(() => resolveReferences({ '#x': reference }, [['Core/echo', nested, '0']], budget))
    },
    tokens: ['a/', '/', '*', '~0'],
  },
  'nested JSON': {
    read: (text) => {
      const json: unknown = JSON.parse(`${'['.repeat(text.length)}${']'.repeat(text.length)}`)
      return measureJson(json, { values: Infinity, size: Infinity, depth: Infinity })
    },
    tokens: ['x'],
  },
  'mbox files': {
    read: (text) => readMessages(`From a@b.example Thu Jan  1 00:00:00 1970\nA: b\n${text}`),
    tokens: [
      'From a@b.example Thu Jan  1 00:00:00 1970\n',
      'From ',
      '>From ',
      'A: b\n',
      '\n',
      'Content-Length: 9\n\n',
      'Content-Length: 99999\n\n',
      'x',
      '\r',
    ],
  },
  'lines of mbox files that begin a message': {
    read: (text) => readMessages(`From ${text}`),
    tokens: ['Mon ', '1:00', '2026-01-01T', ' ', '@', '"', 'a', '1970'],
  },
  'status of imported messages': {
    read: (text) => readStatus(bytesOf(`X-Keywords: ${text}`)),
    tokens: ['a,', ' ', 'R', '\nStatus: ', '\nX-Gmail-Labels: ', '\nX-Mozilla-Status: ', '\n ', '\n\n', 'inbox'],
  },
  'reports of delivery': {
    read: (text) => {
      const bytes = Buffer.from(
        `Content-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\n${text}\n--x--\n`,
      )
      return readReport(bytes, parseMessage(bytes).message)
    },
    tokens: ['\n', ' \n', 'Final-Recipient: rfc822;', '<', '>', ';', ' ', 'Status: 5.1.1\n', 'Diagnostic-Code: smtp; '],
  },
  'responses of mail servers': {
    read: (text) => responseText(`550${text}`),
    tokens: [' ', '\r', '\n', '\n550-', 'a', '\t'],
  },
  'addresses of new accounts': {
    read: (text) => quietly(() => newAddress(text, 'a.test')),
    tokens: ['a', '.', '-', '@a.test'],
  },
}

/** Names of files (Maildir, mailboxes) are not here: a file system gives them 255 bytes. */
async function readMessages(text: string): Promise<number> {
  let count = 0
  const chunks = (async function* () {
    for (const chunk of chunksOf(text)) yield Buffer.from(chunk)
  })()
  for await (const { bytes } of readMbox(chunks, { name: 'a.mbox', folder: [] })) count += bytes.length
  return count
}

function* chunksOf(text: string): Generator<Uint8Array> {
  const bytes = bytesOf(text)
  for (let at = 0; at < bytes.length; at += 4096) yield bytes.subarray(at, at + 4096)
}

/** Small, fast and the same in every run. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

type Shape = (length: number) => string

const repeated =
  (unit: string): Shape =>
  (length) =>
    unit.repeat(Math.ceil(length / unit.length)).slice(0, length)

/** One token, two by turns, much of one before much of another, and mixtures. */
function shapesOf(tokens: readonly string[]): Shape[] {
  const next = random(tokens.length)
  const pairs = tokens.flatMap((one) => tokens.filter((two) => two !== one).map((two) => [one, two] as const))
  const mixture = (): string => Array.from({ length: 12 }, () => tokens[Math.floor(next() * tokens.length)]).join('')
  return [
    ...tokens.map(repeated),
    ...pairs.map(([one, two]) => repeated(one + two)),
    ...pairs.map(
      ([one, two]): Shape =>
        (length) =>
          repeated(one)(length / 2) + repeated(two)(length / 2),
    ),
    ...Array.from({ length: 6 }, () => repeated(mixture())),
  ]
}

/** Milliseconds of processor time of this thread: other programs on a busy machine do not count. */
async function cpuTime(run: () => unknown): Promise<number> {
  const before = process.threadCpuUsage()
  const running = run()
  if (running instanceof Promise) await running
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1000
}

/** The shortest of three. */
async function duration({ read }: Row, text: string): Promise<number> {
  const times = [await cpuTime(() => read(text)), await cpuTime(() => read(text)), await cpuTime(() => read(text))]
  return Math.min(...times)
}

const smallest = 1024
const largest = 64 * 1024

/** Below it the clock and the compiler say more than the parser. */
const measurable = 15

/** Four times the text may take four times as long, and more with cold caches; the square of it is sixteen. */
const allowedGrowth = 9

/** Milliseconds for 64 Ki characters, whatever the growth. */
const ceiling = 1500

/** Why a text of this shape costs too much, or null. */
async function fault(row: Row, shape: Shape): Promise<string | null> {
  for (let length = smallest; length <= largest; length *= 2) {
    const text = shape(length)
    const once = await cpuTime(() => row.read(text))
    if (once > ceiling) return `${length} characters take ${Math.round(once)} ms`
    if (once < measurable || length < smallest * 4) continue
    const after = await duration(row, text)
    if (after < measurable) continue
    const before = await duration(row, shape(length / 4))
    if (after > allowedGrowth * Math.max(before, measurable / 4))
      return `${length / 4} characters take ${before.toFixed(1)} ms, ${length} take ${after.toFixed(1)} ms`
  }
  return null
}

describe('untrusted text is read in time that grows with its length', () => {
  test.each(Object.keys(rows))(
    '%s',
    async (name) => {
      const row = rows[name]
      if (!row) throw new Error(`unknown row ${name}`)
      const shapes = shapesOf(row.tokens)
      const faults: string[] = []
      for (const shape of shapes) {
        // A busy machine is slow once; a parser is slow each time.
        const found = (await fault(row, shape)) && (await fault(row, shape)) && (await fault(row, shape))
        if (found !== null) faults.push(`${JSON.stringify(shape(40))}: ${found}`)
      }
      expect(faults).toEqual([])
    },
    120_000,
  )
})
