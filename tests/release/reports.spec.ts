import type { Page } from '@playwright/test'
import { expect, signIn, test } from '../e2e/test.ts'

/** How a page can end. */
const ends = {
  'another address': (page) => page.goto('about:blank'),
  'a reload': (page) => page.reload({ waitUntil: 'commit' }),
  'its tab being closed': (page) => page.close(),
} satisfies Record<string, (page: Page) => Promise<unknown>>

for (const [end, leave] of Object.entries(ends)) {
  test(`a visit is counted for the shell and for the page's remote, however soon it ends with ${end}`, async ({
    page,
    server,
    request,
  }) => {
    await signIn(page, server.origin)
    await request.post(`${server.origin}/api/session`, {
      data: { address: 'demo@atrium.test', password: 'try-atrium-now' },
      headers: { origin: server.origin },
    })
    const uses = async (): Promise<number> => {
      const { kinds } = (await (await request.get(`${server.origin}/api/reports`)).json()) as {
        kinds: Record<string, number>
      }
      return kinds['use'] ?? 0
    }
    const before = await uses()
    await page.goto(`${server.origin}/`, { waitUntil: 'commit' })
    await page.locator('[data-remote="inbox"]').first().waitFor({ state: 'attached' })
    await leave(page)
    await expect.poll(uses).toBeGreaterThanOrEqual(before + 2)
  })
}
