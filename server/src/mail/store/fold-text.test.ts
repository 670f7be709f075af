import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { makeSnippet } from '../methods/email-query.ts'
import { at, openTestMail, type TestMail } from '../testing/open-test-mail.ts'
import { foldText, foldWithOrigins } from './fold-text.ts'
import { searchTerms } from './search-index.ts'

/** A text and what is typed to find it. */
const found: readonly (readonly [text: string, typed: string])[] = [
  ['Hej Sørensen, møde på Øresund', 'sorensen'],
  ['Hej Sørensen, møde på Øresund', 'SØRENSEN'],
  ['Hej Sørensen, møde på Øresund', 'soerensen'],
  ['Zażółć gęślą jaźń, Łódź', 'zazolc lodz'],
  ['Đorđe i Đặng Văn Nguyễn', 'dang nguyen'],
  ['Rechnung für März, Straße 5', 'maerz strasse'],
  ['Rechnung fuer Maerz', 'März'],
  ['Århus', 'aarhus'],
  ['Þórður og Ægir', 'thordur aegir'],
  ['IŞIK Diyarbakır İstanbul', 'isik diyarbakir istanbul'],
  ['Мой ёжик', 'ежик'],
  ['ΣΟΦΟΚΛΕΟΥΣ', 'Σοφοκλέους'],
  ['Σοφοκλέους, μάθημα', 'σοφοκλεουσ μαθημα'],
  ['ＡＢＣ１２３ 型番', 'abc123'],
  ['ABC123', 'ＡＢＣ'],
  ['ﾊﾞｽ停で会いましょう ﾃﾞｰﾀ', 'バス データ'],
  ['か\u3099っこう', 'がっこう'],
  ['ﬁnance eﬃcient', 'finance efficient'],
  ['Rech\u00adnung zero\u200bwidth', 'rechnung zerowidth'],
  ['مُحَمَّد كتـــاب', 'محمد كتاب'],
  ['إلى أحمد', 'الي احمد'],
  ['שָׁלוֹם עולם', 'שלום'],
  ['회의록을 보내드립니다', '의록'],
  ['\u1112\u116c\u110b\u1174', '회의'],
  ['ผมชอบอาหารไทย', 'อาหาร'],
  ['हिन्दी में संदेश', 'हिन्दी'],
  ['write to john.o-neil+news@sub.example.test', 'oneil'],
  ['write to john.o-neil+news@sub.example.test', 'o-neil'],
  ['send an e-mail', 'email'],
  ['call 555-1234', '5551234'],
  ['user_name snake_case', 'snake'],
  ['الساعة ٣٤٥', '345'],
  ['東京都の天気 Tokyo', '「東京都の天気 Tokyo」'],
]

/** A text and what is typed that must not find it. */
const notFound: readonly (readonly [text: string, typed: string])[] = [
  ['a blur', 'blue'],
  ['the quick fox', '"the fox"'],
  ['The Whole Earth', '"The Who"'],
  ['The Whole Earth', '“The Who”'],
  ['ハス', 'バス'],
  ['東京 都', '東京都'],
  ['東京都庁 Tokyo', '"東京都 Tokyo"'],
]

let t: TestMail

/** Each text is the body of a message with its place in `texts` as subject. */
const texts = [...new Set([...found, ...notFound].map(([text]) => text))]

beforeAll(async () => {
  t = openTestMail()
  for (const [place, text] of texts.entries()) {
    const raw = `Subject: ${place}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n`
    await t.mail.importMessage({ accountId: 'ada', bytes: Buffer.from(raw) })
  }
})
afterAll(() => t.close())

async function textsFoundBy(typed: string): Promise<unknown[]> {
  const { ids } = await t.call('Email/query', { filter: { body: typed } })
  const { list } = await t.call('Email/get', { ids, properties: ['subject'] })
  return Array.isArray(list) ? list.map((email: unknown) => texts[Number(at(email, 'subject'))]) : []
}

test.each(found)('%j is found by %j, and marked where it stands', async (text, typed) => {
  expect(await textsFoundBy(typed)).toContain(text)
  expect(makeSnippet(text, searchTerms(typed), true)).toContain('<mark>')
})

test.each(notFound)('%j is not found by %j', async (text, typed) =>
  expect(await textsFoundBy(typed)).not.toContain(text),
)

describe('a snippet', () => {
  test.each([
    ['Die Straße ist lang', 'strass', 'Die <mark>Straß</mark>e ist lang'],
    ['cafe\u0301 au lait', 'cafe', '<mark>cafe\u0301</mark> au lait'],
    ['Ihre Rech\u00adnung', 'rechnung', 'Ihre <mark>Rech\u00adnung</mark>'],
    ['von John O’Neil', 'oneil', 'von John <mark>O’Neil</mark>'],
    ['ﾊﾞｽ停', 'バス', '<mark>ﾊﾞｽ</mark>停'],
    ['Im März', 'maerz', 'Im <mark>März</mark>'],
    ['The Whole, The Who', '"the who"', 'The Whole, <mark>The Who</mark>'],
  ])('of %j for %j is %j', (text, typed, expected) =>
    expect(makeSnippet(text, searchTerms(typed), true)).toBe(expected),
  )
})

test('the folding with the way back gives the same text', () => {
  for (const [text, typed] of found) {
    expect(foldWithOrigins(text).text).toBe(foldText(text))
    expect(foldWithOrigins(typed).text).toBe(foldText(typed))
  }
})
