import { expect } from '../e2e/test.ts'
import { expectAlive, test } from './test.ts'

test('the inspector shows how the page is composed, and is not loaded before it is opened', async ({
  open,
  remote,
}) => {
  const before = remote('inspector').requests.length
  const page = await open('/healthy')
  await expect(page.getByText(/All is well/)).toBeVisible()
  expect(remote('inspector').requests.slice(before)).toEqual([])

  await page.keyboard.press('Alt+Shift+KeyI')
  const inspector = page.getByRole('region', { name: 'Inspector' })
  await expect(inspector.getByRole('row', { name: /^healthy page .* rendered .* ms .* kB/ })).toBeVisible()
  await expect(inspector.getByRole('row', { name: /^inbox .*folders/ })).toBeVisible()

  await inspector.getByRole('radio', { name: 'Shared' }).click()
  await expect(inspector.getByRole('row', { name: /^react one copy .* shell .*search/ })).toBeVisible()

  await inspector.getByRole('radio', { name: 'Events' }).click()
  await expectAlive(page)
  await expect(inspector.getByText('remote:mounted').first()).toBeVisible()

  await page.keyboard.press('Alt+Shift+KeyI')
  await expect(inspector).toBeHidden()
})

test('the inspector opens by the address, shows failures, and offers no faults in production', async ({ open }) => {
  const page = await open('/throws-at-mount?inspect')
  const inspector = page.getByRole('region', { name: 'Inspector' })
  await expect(inspector.getByRole('row', { name: /throws-at-mount .*REMOTE_RENDER_FAILED R-/ })).toBeVisible()
  await expect(inspector.getByLabel(/Inject fault/)).toHaveCount(0)
})

test('the inspector shows what was reported to the server', async ({ open, site }) => {
  const page = await open('/healthy?inspect')
  const inspector = page.getByRole('region', { name: 'Inspector' })
  await page.evaluate(() => {
    const reports = [
      { type: 'csp-violation', body: { effectiveDirective: 'img-src', blockedURL: 'https://tracker.example/p' } },
    ]
    return fetch('/api/reports', {
      method: 'POST',
      headers: { 'content-type': 'application/reports+json' },
      body: JSON.stringify(reports),
    })
  })
  await inspector.getByRole('radio', { name: 'Reports' }).click()
  await expect(inspector.getByRole('row', { name: /^csp-violation:img-src \d+$/ })).toBeVisible()
  expect(site.takeViolations()).toEqual([expect.stringContaining('img-src')])
})
