import { expect, test, type Browser } from '@playwright/test'
import { bundleHarness } from './bundle-harness.ts'
import type { Harness } from './harness-page.ts'
import { heavyMail } from './heavy-mail.ts'
import { launchAway } from './launch-away.ts'
import { type LoopbackSite, startLoopbackSite } from './loopback-site.ts'

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

/** Milliseconds on two busy cores; what is quadratic takes minutes. */
const timeout = 15_000

test.describe('mail that is made to stop the page', () => {
  const all = Object.entries(heavyMail)
  // All of it takes minutes: `pnpm security`.
  for (const [name, build] of process.env['ATRIUM_WHOLE_CORPUS'] === '1' ? all : all.slice(0, 5)) {
    test(`renders ${name}, and the page keeps working`, async () => {
      const page = await browser.newPage()
      await page.goto(site.origin)
      const took = await page.evaluate(async (html) => {
        const { harness } = window as unknown as { harness: Harness }
        const start = performance.now()
        const frame = await harness.mounted(html, 'v-0')
        frame.getBoundingClientRect()
        return performance.now() - start
      }, build())
      expect(took).toBeLessThan(timeout)
      expect(await page.evaluate(() => 1 + 1)).toBe(2)
      await page.close()
    })
  }
})
