import type { BrowserContext, Page } from '@playwright/test'
import { type Account, expect, person, signIn, signUp, test } from './test.ts'

/** Opens tabs of one browser and follows which of them have an event stream. */
async function openTabs(context: BrowserContext, origin: string, count: number) {
  const streams: Page[] = []
  context.on('request', (request) => {
    if (request.resourceType() === 'eventsource') streams.push(request.frame().page())
  })
  const tabs: Page[] = []
  for (let index = 0; index < count; index += 1) {
    const tab = await context.newPage()
    tabs.push(tab)
    await tab.goto(`${origin}/`)
    await expect(tab.getByText(/All done/)).toBeVisible()
  }
  await expect.poll(() => streams.length).toBeGreaterThan(0)
  return { tabs, streams }
}

/** A message from someone else, sent by no tab of the browser under test. */
async function send(page: Page, to: Account, subject: string): Promise<void> {
  await page.getByRole('button', { name: 'Compose' }).first().click()
  const composer = page.getByRole('dialog')
  await composer.getByLabel('To', { exact: true }).fill(to.address)
  await composer.getByLabel('Subject').fill(subject)
  await composer.getByRole('button', { name: /^Send/ }).first().click()
}

test('twelve tabs over HTTP/1.1 load, share one event stream, and all show new mail', async ({
  page,
  browser,
  server,
}) => {
  const ines = person('ines')
  const context = await browser.newContext()
  const opener = await context.newPage()
  await signUp(opener, server.origin, ines)
  await opener.close()
  const { tabs, streams } = await openTabs(context, server.origin, 12)
  expect(streams).toHaveLength(1)
  expect(await tabs[0]?.evaluate(() => performance.getEntriesByType('navigation')[0]?.toJSON().nextHopProtocol)).toBe(
    'http/1.1',
  )
  await signIn(page, server.origin)
  await page.goto(`${server.origin}/`)
  await send(page, ines, 'To all tabs')
  for (const tab of tabs) await expect(tab.getByText('To all tabs').first()).toBeVisible()
  await context.close()
})

for (const [how, end] of [
  ['closed', (tab: Page) => tab.close()],
  [
    'frozen',
    // Stopped in the middle of its code, it keeps its lock and responds to nothing, and no event precedes it.
    async (tab: Page) => {
      const session = await tab.context().newCDPSession(tab)
      await session.send('Debugger.enable')
      const paused = new Promise((resolve) => session.once('Debugger.paused', resolve))
      await session.send('Debugger.pause')
      await paused
    },
  ],
  [
    'crashed',
    async (tab: Page) => {
      const session = await tab.context().newCDPSession(tab)
      await Promise.race([session.send('Page.crash').catch(() => undefined), tab.waitForEvent('crash')])
    },
  ],
] as const)
  test(`another tab has the stream within two seconds when the first one is ${how}`, async ({ browser, server }) => {
    const owner = person(`nora-${how}`)
    const context = await browser.newContext()
    const opener = await context.newPage()
    await signUp(opener, server.origin, owner)
    await opener.close()
    const { streams } = await openTabs(context, server.origin, 3)
    const first = streams[0] as Page
    await end(first)
    await expect.poll(() => streams.length, { timeout: 2000, intervals: [50] }).toBe(2)
    expect(streams[1]).not.toBe(first)
    await context.close()
  })
