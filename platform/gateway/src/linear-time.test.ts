import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fastify, { type FastifyInstance, type InjectOptions } from 'fastify'
import path from 'node:path'
import { gateway } from './gateway.ts'
import { createLog } from './log.ts'
import { remoteRelease, writeStore } from './testing/release-builder.ts'
import { createTempFolder, removeFolders } from './testing/temp-folder.ts'
import { namedSessions } from './testing/test-site.ts'
import { registrySigner } from './testing/test-signer.ts'

let app: FastifyInstance

beforeAll(async () => {
  const folder = createTempFolder()
  await writeStore(
    path.join(folder, 'store'),
    ['inbox', 'search'].map((name) => remoteRelease(name)),
  )
  app = fastify({ trustProxy: true })
  await app.register(gateway, {
    store: path.join(folder, 'store'),
    storeAccess: {},
    dataDir: path.join(folder, 'data'),
    trustedKeys: [registrySigner.key],
    sessions: namedSessions(),
    product: { landing: 'inbox' },
    overridePolicy: 'any',
    log: createLog('silent'),
  })
  await app.ready()
})
afterAll(async () => {
  await app.close()
  removeFolders()
})

const headersOf = (name: string) => (text: string) => ({
  url: '/inbox/',
  headers: { accept: 'text/html', [name]: text },
})
const report = (body: unknown): InjectOptions => ({
  method: 'POST',
  url: '/api/reports',
  headers: { 'content-type': 'application/reports+json' },
  payload: JSON.stringify(body),
})

/** What a stranger may write into a request, by the place it is in. */
const places: Readonly<Record<string, (text: string) => InjectOptions>> = {
  'the path': (text) => ({ url: `/_/${text}/`, headers: { accept: 'text/html' } }),
  'the path of a page': (text) => ({ url: `/inbox/${text}/`, headers: { accept: 'text/html' } }),
  'the path of a file': (text) => ({ url: `/releases/inbox/${text}/` }),
  'the path of a registry': (text) => ({ url: `/registry/${text}/` }),
  'the query': (text) => ({ url: `/inbox/?${text}`, headers: { accept: 'text/html' } }),
  ...Object.fromEntries(
    ['disable', 'override', 'preview'].map((name) => [
      `?${name}=`,
      (text: string) => ({ url: `/inbox/?${name}=${encodeURIComponent(text)}`, headers: { accept: 'text/html' } }),
    ]),
  ),
  ...Object.fromEntries(
    [
      'cookie',
      'host',
      'origin',
      'accept',
      'accept-encoding',
      'accept-language',
      'if-none-match',
      'range',
      'referer',
      'user-agent',
      'sec-fetch-site',
      'forwarded',
      'x-forwarded-for',
      'x-forwarded-host',
      'x-forwarded-proto',
    ].map((name) => [`the header ${name}`, headersOf(name)]),
  ),
  'the addresses in reports': (text) =>
    report([{ type: 'csp-violation', body: { documentURL: text, blockedURL: text } }]),
  'the directive in reports': (text) => report([{ type: 'csp-violation', body: { effectiveDirective: text } }]),
  'the type of reports': (text) => report([{ type: text, name: text, release: text, body: { message: text } }]),
  'the number of reports': (text) => report([...text].map((type) => ({ type }))),
}

/** Characters; Node.js takes 16 KiB in the head of a request. */
const length = 12_000
const units = [
  '.',
  '/',
  './',
  ',',
  ', ',
  ';',
  '; ',
  '=',
  'a=',
  ':',
  '::',
  '[',
  '-',
  '--',
  ' ',
  '%',
  '%2e',
  '?',
  '&',
  '&a=',
]
const safe = (text: string): string => text.trim() || '.'
const shapes: readonly ((size: number) => string)[] = units.flatMap((unit) => [
  (size) => unit.repeat(size / unit.length),
  (size) => `a${unit.repeat(size / 2 / unit.length)}${'a.'.repeat(size / 4)}`,
])

/** Milliseconds of processor time of this thread: other programs on a busy machine do not count. */
async function cost(request: InjectOptions): Promise<number> {
  const before = process.threadCpuUsage()
  await app.inject(request)
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1000
}

/** The shortest of three: the compiler and the collector of garbage only add. */
const shortest = async (request: InjectOptions): Promise<number> =>
  Math.min(await cost(request), await cost(request), await cost(request))

/** Milliseconds: less is too short to be compared. */
const measurable = 5
/** Four times the text may take four times as long, and more with cold caches; the square of it is sixteen. */
const allowedGrowth = 9

describe('a request costs no more than linear work, whatever a stranger writes into', () => {
  test.each(Object.entries(places))(
    '%s',
    async (_, place) => {
      const slow: string[] = []
      for (const shape of shapes) {
        const long = place(safe(shape(4 * length)))
        if ((await cost(long)) < allowedGrowth * measurable) continue
        const [once, four] = [await shortest(place(safe(shape(length)))), await shortest(long)]
        if (four > allowedGrowth * Math.max(once, measurable))
          slow.push(`${JSON.stringify(shape(20))}: ${Math.round(once)} ms, four times of it ${Math.round(four)} ms`)
      }
      expect(slow).toEqual([])
    },
    120_000,
  )
})
