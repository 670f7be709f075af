import { describe, expect, test } from '@jest/globals'
import { mkdtempSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createWorkerParser, parseMessage } from './parse-message.ts'

const nested = (depth: number): string => {
  const open = Array.from(
    { length: depth },
    (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\n\n--b${at}\n`,
  ).join('')
  return `${open}\ninnermost\n`
}

const bombs: Readonly<Record<string, () => string>> = {
  'multiparts 600 deep': () => nested(600),
  'multiparts 20,000 deep': () => nested(20_000),
  '20,000 flat parts': () => `Content-Type: multipart/mixed; boundary=a\n\n${'--a\n\nx\n'.repeat(20_000)}--a--\n`,
  'a thousand parts before sixteen megabytes of text': () =>
    `Content-Type: multipart/mixed; boundary=a\n\n${'--a\n\nx\n'.repeat(999)}--a\n\n${'y\n'.repeat(8_000_000)}`,
  '20,000 header fields': () => `${'X-A: b\n'.repeat(20_000)}\nbody`,
  'a header of a megabyte': () => `Subject: ${'x'.repeat(1_000_000)}\n\nbody`,
  'a folded header of a megabyte': () => `Subject: a\n${' b\n'.repeat(330_000)}\nbody`,
  '30,000 recipients': () => `To: ${'user@mail.example, '.repeat(30_000)}\n\nbody`,
  'groups in groups': () => `To: ${'g: '.repeat(100_000)}a@b.example\n\nbody`,
  'comments in comments': () => `To: ${'('.repeat(300_000)}a@b.example\n\nbody`,
  'two hyphens on a million lines': () =>
    `Content-Type: multipart/mixed; boundary=a\n\n--a\n\n${'--\n'.repeat(1_000_000)}--a--`,
  'unclosed style elements': () => `Content-Type: text/html\n\n${'<style>'.repeat(150_000)}`,
  'unclosed comments': () => `Content-Type: text/html\n\n${'<!-- '.repeat(200_000)}`,
  'open angle brackets': () => `Content-Type: text/html\n\n${'<a '.repeat(300_000)}`,
  parameters: () => `Content-Type: text/plain; ${'a=b; '.repeat(200_000)}\n\nbody`,
  'parameter sections': () =>
    `Content-Disposition: attachment; ${Array.from({ length: 20_000 }, (_, at) => `filename*${at}="x"`).join('; ')}\n\nbody`,
  'encoded words': () => `Subject: ${'=?utf-8?Q?a?= '.repeat(70_000)}\n\nbody`,
  references: () => `References: ${'<a@b> '.repeat(150_000)}\n\nbody`,
  'soft line breaks': () => `Content-Transfer-Encoding: quoted-printable\n\n${'=\n'.repeat(500_000)}`,
  'spaces behind soft breaks': () => `Content-Transfer-Encoding: quoted-printable\n\n${'= '.repeat(500_000)}`,
  entities: () => `Content-Type: text/html\n\n${'&'.repeat(1_000_000)}`,
}

describe('a message crafted for the worst case', () => {
  test.each(Object.keys(bombs))('%s is parsed within two seconds', (name) => {
    const raw = Buffer.from(bombs[name]?.() ?? '')
    const started = performance.now()
    const { message } = parseMessage(raw)
    expect(performance.now() - started).toBeLessThan(2000)
    expect(message.size).toBe(raw.length)
    expect(() => JSON.stringify(message)).not.toThrow()
  })

  test('keeps at most a thousand parts', () => {
    const { message } = parseMessage(Buffer.from(bombs['20,000 flat parts']?.() ?? ''))
    expect(message.structure.parts?.length).toBeLessThanOrEqual(1000)
  })
})

describe('the parser thread', () => {
  const fakeParser = (source: string): string => {
    const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'atrium-parser-')), 'parser.mjs')
    writeFileSync(
      file,
      `import { parentPort } from 'node:worker_threads'\nparentPort.on('message', (raw) => { ${source} })\nparentPort.postMessage('ready')\n`,
    )
    return file
  }
  const raw = Buffer.from('Subject: first\n\nbody')

  test('parses, and lets the process end', async () => {
    const parser = createWorkerParser()
    const results = await Promise.all([parser.parse(raw), parser.parse(Buffer.from('Subject: second\n\nb'))])
    expect(results.map(({ message }) => message.listing.subject)).toEqual(['first', 'second'])
    await parser.close()
  })

  test('is replaced when a message takes too long, which is then shown from its start', async () => {
    const parser = createWorkerParser({ timeout: 200, script: fakeParser('for (;;) {}') })
    const results = await Promise.all([parser.parse(raw), parser.parse(raw)])
    expect(results.map(({ message }) => [message.partial, message.listing.subject])).toEqual([
      [true, 'first'],
      [true, 'first'],
    ])
    await parser.close()
  })

  test('is replaced when a message takes too much memory', async () => {
    const parser = createWorkerParser({
      memory: 16,
      timeout: 20_000,
      script: fakeParser('const all = []; for (;;) all.push(new Array(10000).fill(raw.length))'),
    })
    const { message } = await parser.parse(raw)
    expect(message.partial).toBe(true)
    await parser.close()
  }, 30_000)
})
