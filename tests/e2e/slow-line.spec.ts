import { expect, signIn, test } from './test.ts'

test('on a slow device and a line that loses the first request for everything, mail is read all the same', async ({
  page,
  server,
}) => {
  const device = await page.context().newCDPSession(page)
  await device.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  const lost = new Set<string>()
  // What the browser loads by itself of the shell has nothing that could ask again.
  await page.route(/\/(?:releases\/(?!shell)|registry|jmap\/)/, (route) => {
    const request = route.request()
    const { pathname } = new URL(request.url())
    // The stream has its own retries, which `tests/e2e/tabs.spec.ts` looks at.
    if (request.resourceType() === 'eventsource' || lost.has(pathname)) return route.continue()
    lost.add(pathname)
    return route.abort('connectionreset')
  })
  await signIn(page, server.origin)
  await page.goto(`${server.origin}/`)
  const rows = page.getByRole('row')
  await expect(rows.first()).toBeVisible({ timeout: 30_000 })
  await rows.first().click()
  await expect(page.getByRole('main').getByRole('button', { name: 'Reply', exact: true }).first()).toBeVisible({
    timeout: 30_000,
  })
  await page.getByRole('link', { name: 'Settings' }).click()
  await expect(page.getByRole('heading', { name: 'Settings', exact: true }).first()).toBeVisible({ timeout: 30_000 })
  expect([...lost].filter((path) => path.endsWith('/remoteEntry.js')).length).toBeGreaterThan(1)
  expect(lost.has('/jmap/api')).toBe(true)
})
