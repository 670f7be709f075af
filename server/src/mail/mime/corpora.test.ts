import { describe, expect, test } from '@jest/globals'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'
import type { Message, Part } from './message.ts'
import { parseMessage } from './parse-message.ts'
import { partText } from './text.ts'

/** Real and hostile mail from other projects; only beside a full checkout. */
const corpora = path.resolve(import.meta.dirname, '../../../../../shared/corpora')
const present = existsSync(corpora)
if (!present) process.stderr.write(`There are no corpora at ${corpora}: the tests with real mail are skipped.\n`)

const expectedSchema = v.object({
  parts: v.array(
    v.object({ headers: v.array(v.object({ name: v.unknown(), value: v.unknown() })), body: v.unknown() }),
  ),
})

const files = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile())

const leaves = (part: Part): Part[] => (part.parts ? part.parts.flatMap(leaves) : [part])

/** Line ends as one; CR CR LF is one too. */
const normal = (text: string): string => text.replace(/\r+\n|\r/g, '\n').trim()

function expectedTexts(file: string): { subject: string | null; texts: string[] } {
  const { parts } = v.parse(expectedSchema, JSON.parse(readFileSync(file, 'utf8')))
  const texts = parts.flatMap(({ body }) => {
    const text =
      typeof body === 'object' && body !== null ? (Reflect.get(body, 'Text') ?? Reflect.get(body, 'Html')) : undefined
    return typeof text === 'string' ? [normal(text)] : []
  })
  const subject = parts[0]?.headers.findLast(({ name }) => name === 'subject')?.value
  const text: unknown = typeof subject === 'object' && subject !== null ? Reflect.get(subject, 'Text') : null
  return { subject: typeof text === 'string' ? text : null, texts }
}

function ownTexts(raw: Buffer, message: Message): string[] {
  return leaves(message.structure).map((part) =>
    part.type.startsWith('text/') ? normal(partText(part, raw.subarray(part.start, part.end)).text) : '',
  )
}

const whereTheyAre = present ? describe : describe.skip

whereTheyAre('messages of others', () => {
  const eml = present ? path.join(corpora, 'mail/stalwart-mail-parser/resources/eml/legacy') : ''
  const cases = present ? files(eml).filter((file) => file.endsWith('.eml')) : []

  test('have the texts and subjects that another parser found', () => {
    const wrong = cases.flatMap((file) => {
      const expected = expectedTexts(file.replace(/\.eml$/, '.json'))
      const raw = readFileSync(file)
      const { message } = parseMessage(raw)
      const own = ownTexts(raw, message)
      // Where the other parser gave up (U+FFFD), or left a file in uuencode, ours may know more.
      const known = expected.texts.filter((text) => !text.includes('\ufffd') && !/^`\nend$/m.test(text))
      const missing = known.filter((text) => !own.includes(text))
      const subject =
        expected.subject === null || expected.subject.includes('\ufffd') || expected.subject === message.listing.subject
      return missing.length === 0 && subject ? [] : [path.basename(file)]
    })
    expect(cases.length).toBeGreaterThan(50)
    expect(wrong).toEqual([])
  })

  test('are all parsed, each within its time, with parts inside their bytes', () => {
    const all = present
      ? [...files(path.join(corpora, 'mime-attacks/eml')), ...files(path.join(corpora, 'mail/mime4j')), ...cases]
      : []
    expect(all.length).toBeGreaterThan(1000)
    for (const file of all) {
      const raw = readFileSync(file)
      const started = performance.now()
      const { message } = parseMessage(raw)
      const took = performance.now() - started
      const inside = leaves(message.structure).every(
        ({ start, end }) => start >= 0 && start <= end && end <= raw.length,
      )
      const listed = [...message.textBody, ...message.htmlBody, ...message.attachments]
      expect({ file, inside, slow: took > 2000, listed: listed.length > 0 }).toEqual({
        file,
        inside: true,
        slow: false,
        listed: true,
      })
      expect(message.preview.length).toBeLessThanOrEqual(256)
    }
  })
})
