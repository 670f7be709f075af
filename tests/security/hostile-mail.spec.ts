import { expect, test, type Browser } from '@playwright/test'
import { bundleHarness } from './bundle-harness.ts'
import type { Walls } from './harness-page.ts'
import { launchAway } from './launch-away.ts'
import { type LoopbackSite, startLoopbackSite } from './loopback-site.ts'
import { corpusVectors, fixtures, slice, type Vector } from './vectors.ts'
import { drawBatch, type Incident } from './watch.ts'

const whole = process.env['ATRIUM_WHOLE_CORPUS'] === '1'
const batchSize = 80

let site: LoopbackSite
let browser: Browser

test.beforeAll(async () => {
  site = await startLoopbackSite(await bundleHarness())
  browser = await launchAway(site.sink)
})

test.afterAll(async () => {
  await browser.close()
  await site.close()
})

const vectors = (): Vector[] => {
  const corpus = corpusVectors()
  if (corpus) return whole ? [...fixtures(), ...corpus] : [...fixtures(), ...slice(corpus, 60)]
  const description = 'the corpus (../shared/corpora/html-attacks) is missing: only the fixtures were rendered'
  test.info().annotations.push({ type: 'smaller', description })
  process.stderr.write(`hostile mail: ${description}\n`)
  return fixtures()
}

async function render(walls: Walls, list: readonly Vector[]): Promise<Incident[]> {
  const incidents: Incident[] = []
  for (let start = 0; start < list.length; start += batchSize) {
    incidents.push(...(await drawBatch(browser, { site, walls, batch: list.slice(start, start + batchSize) })))
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
    test(`runs nothing, requests nothing and leaves nothing ${name}`, async () => {
      // Everything behind both walls; with one of them a part, as long as it is not the long run.
      const list = whole || walls === 'both' ? vectors() : slice(vectors(), 120)
      expect(await render(walls, list)).toEqual([])
    })
  }

  test('does its harm when no wall stands, so that this test can fail', async () => {
    const live = slice(
      vectors().filter((vector) => vector.live),
      whole ? 2000 : 100,
    )
    const harmful = new Set((await render('none', live)).map((incident) => incident.id))
    const fired = live.filter((vector) => harmful.has(vector.id)).length
    test.info().annotations.push({ type: 'fired', description: `${fired} of ${live.length}` })
    // The rest needs a gesture that this test does not make, or runs without a trace.
    expect(fired).toBeGreaterThan(live.length * 0.5)
  })
})
