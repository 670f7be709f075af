import { expect, test } from '@playwright/test'
import { bundleHarness } from './bundle-harness.ts'
import type { Walls } from './harness-page.ts'
import { type LoopbackSite, startLoopbackSite } from './loopback-site.ts'
import { corpusVectors, fixtures, slice, type Vector } from './vectors.ts'
import { drawBatch, type Incident } from './watch.ts'

const whole = process.env['ATRIUM_WHOLE_CORPUS'] === '1'
const batchSize = 40

/** Nothing a message asks for can leave this machine, whatever the walls do. */
test.use({
  launchOptions: {
    ...(process.env['ATRIUM_BROWSER'] ? { executablePath: process.env['ATRIUM_BROWSER'] } : {}),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  },
})

let site: LoopbackSite

test.beforeAll(async () => {
  site = await startLoopbackSite(await bundleHarness())
})

test.afterAll(async () => {
  await site.close()
})

const vectors = (): Vector[] => {
  const corpus = corpusVectors()
  if (corpus) return whole ? corpus : [...fixtures(), ...slice(corpus, 300)]
  console.warn('The corpus of attacks (../shared/corpora/html-attacks) is not here: only the fixtures are drawn')
  return fixtures()
}

async function draw(browser: Parameters<typeof drawBatch>[0], walls: Walls, list: readonly Vector[]): Promise<Incident[]> {
  const incidents: Incident[] = []
  for (let start = 0; start < list.length; start += batchSize) {
    incidents.push(...(await drawBatch(browser, { origin: site.origin, walls, batch: list.slice(start, start + batchSize) })))
  }
  return incidents
}

test.describe('hostile mail', () => {
  test.setTimeout(whole ? 1_200_000 : 240_000)

  const standing: readonly (readonly [Walls, string])[] = [
    ['both', 'behind both walls'],
    ['frame', 'with the sanitiser off'],
    ['frame-written', 'with the sanitiser off and the document written by the mail'],
    ['sanitiser', "with the frame's policy off"],
  ]
  for (const [walls, name] of standing) {
    test(`runs nothing, asks for nothing and leaves nothing ${name}`, async ({ browser }) => {
      expect(await draw(browser, walls, vectors())).toEqual([])
    })
  }

  test('does its harm when no wall stands, so that this test can fail', async ({ browser }) => {
    const live = slice(
      vectors().filter((vector) => vector.live),
      whole ? 2000 : 120,
    )
    const harmful = new Set((await draw(browser, 'none', live)).map((incident) => incident.id))
    const fired = live.filter((vector) => harmful.has(vector.id)).length
    if (process.env['SHOW']) console.info(live.filter((vector) => !harmful.has(vector.id)).map((vector) => `${vector.id} ${vector.payload.slice(0, 150)}`).join('\n'))
    console.info(`${fired} of ${live.length} live vectors fired without walls`)
    expect(fired / live.length).toBeGreaterThan(0.8)
  })
})
