import type { Page } from '@playwright/test'
import type { RegistryEntry } from '@atrium/protocol'
import { expect } from '../e2e/test.ts'
import { test } from './test.ts'

interface Cost {
  readonly requests: readonly string[]
  readonly bytes: number
}

/** What is fetched ahead when the page is idle comes sooner or later, and mail when it comes. */
const isOfStart = (address: string): boolean => !/\/(jmap|compose|api)\//.test(address)

/** What a page fetches from its first byte until the inbox is rendered. */
async function costOf(page: Page, origin: string): Promise<Cost> {
  const requests: string[] = []
  let bytes = 0
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.setCacheDisabled', { cacheDisabled: true })
  const addresses = new Map<string, string>()
  session.on('Network.requestWillBeSent', ({ requestId, request }) => void addresses.set(requestId, request.url))
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (isOfStart(addresses.get(requestId) ?? '')) bytes += encodedDataLength
  })
  page.on('request', (request) => void requests.push(new URL(request.url()).pathname))
  await page.goto(`${origin}/`)
  await expect(page.getByRole('navigation', { name: 'Folders', exact: true })).toBeVisible()
  await expect(page.locator('[data-remote=search]')).toBeAttached()
  return { requests: requests.filter(isOfStart).toSorted(), bytes }
}

test('four hundred remotes cost no more at start than a handful', async ({ open, site, context }) => {
  await open('/healthy')
  const few = await costOf(await context.newPage(), site.origin)
  await site.editRegistry(({ remotes }) => {
    const model = remotes['healthy']
    if (!model) throw new Error('healthy is not in the registry')
    for (let index = 0; index < 400; index++) {
      const name = `generated-${index}`
      const release = { ...model.releases[0], name, global: `generated_${index}` } as RegistryEntry['releases'][number]
      remotes[name] = { ...model, name, releases: [release] }
    }
  })
  const many = await costOf(await context.newPage(), site.origin)
  await site.editRegistry(({ remotes }) => {
    for (const name of Object.keys(remotes)) if (name.startsWith('generated-')) delete remotes[name]
  })
  expect(many.requests).toEqual(few.requests)
  expect(many.bytes / few.bytes).toBeLessThan(1.02)
})

test('a remote is prefetched on pointer intent, but not run', async ({ open, remote }) => {
  const page = await open('/healthy')
  await expect(page.getByText(/All is well/)).toBeVisible()
  const settings = remote('settings')
  const before = settings.requests.length
  const fetched = (): string[] => settings.requests.slice(before)
  const containers = () => page.evaluate(() => Object.keys(globalThis).filter((name) => name.startsWith('settings_')))
  await page.getByRole('link', { name: 'Settings' }).hover()
  await expect.poll(() => fetched().some((url) => url.includes('remoteEntry'))).toBe(true)
  await expect.poll(() => fetched().some((url) => url.includes('/js/page.'))).toBe(true)
  expect(await containers()).toEqual([])
  await page.getByRole('link', { name: 'Settings' }).click()
  await expect(page.getByRole('heading', { name: 'Settings', exact: true }).first()).toBeVisible()
  expect(await containers()).toHaveLength(1)
  expect(fetched()).toEqual([...new Set(fetched())])
})

test('the page of results is fetched when the box gets the focus', async ({ open, remote }) => {
  const before = remote('search').requests.length
  const page = await open('/healthy')
  await expect(page.locator('[data-remote=search]')).toBeAttached()
  const fetched = (): boolean =>
    remote('search')
      .requests.slice(before)
      .some((url) => url.includes('/js/page.'))
  expect(fetched()).toBe(false)
  await page.getByPlaceholder('Search mail').focus()
  await expect.poll(fetched).toBe(true)
})

test('what the page does not use is not fetched at all', async ({ open, remote }) => {
  const before = remote('settings').requests.length
  const page = await open('/healthy')
  await expect(page.getByText(/All is well/)).toBeVisible()
  await expect(page.locator('[data-remote=search]')).toBeAttached()
  expect(remote('settings').requests.slice(before)).toEqual([])
})
