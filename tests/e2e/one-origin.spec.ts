import { createServer, request as forward, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test as base, type Page } from '@playwright/test'
import { removeData, startServerProcess, type ServerProcess } from './server-process.ts'
import { expect } from './test.ts'

interface Front {
  readonly origin: string
  readonly close: () => void
}

/** What stands before two installations and gives each of them what is below its path. */
async function startFront(servers: ReadonlyMap<string, ServerProcess>): Promise<Front> {
  const server: Server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? '/'
    const [, target] = [...servers].find(([prefix]) => path.startsWith(prefix)) ?? []
    if (!target) return void outgoing.writeHead(404).end()
    const { hostname, port } = new URL(target.origin)
    const { method, headers } = incoming
    const onward = forward({ hostname, port, path, method, headers }, (response) => {
      outgoing.writeHead(response.statusCode ?? 502, response.headers)
      response.pipe(outgoing)
    })
    onward.on('error', () => outgoing.destroy())
    outgoing.on('close', () => onward.destroy())
    incoming.pipe(onward)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

const test = base.extend<{ origin: string }>({
  origin: async ({}, use) => {
    const start = (basePath: string) => startServerProcess({ ATRIUM_BASE_PATH: basePath, ATRIUM_DEMO: 'off' })
    const [mail, staging] = await Promise.all([start('/mail/'), start('/staging/')])
    const front = await startFront(
      new Map([
        ['/mail/', mail],
        ['/staging/', staging],
      ]),
    )
    await use(front.origin)
    front.close()
    for (const server of [mail, staging]) {
      await server.stop()
      removeData(server)
    }
  },
})

const password = 'one origin for two'

async function signUp(page: Page, site: string, name: string): Promise<void> {
  const data = { address: name, name, password }
  const response = await page.request.post(`${site}api/accounts`, { data, headers: { origin: new URL(site).origin } })
  expect(response.status(), await response.text()).toBe(201)
}

async function sendToSelf(page: Page, address: string, subject: string): Promise<void> {
  await page.getByRole('button', { name: 'Compose' }).first().click()
  const composer = page.getByRole('dialog')
  await composer.getByLabel('To', { exact: true }).fill(address)
  await composer.getByLabel('Subject').fill(subject)
  await composer.getByRole('button', { name: /^Send/ }).first().click()
}

const keys = (page: Page): Promise<string[]> => page.evaluate(() => Object.keys(localStorage).sort())

test('two installations below two paths of one origin share nothing in the browser', async ({
  page,
  context,
  origin,
}) => {
  const [production, staging] = [`${origin}/mail/`, `${origin}/staging/`]
  const streams: string[] = []
  context.on('request', (request) => {
    if (request.resourceType() === 'eventsource') streams.push(new URL(request.url()).pathname.split('/')[1] ?? '')
  })
  // The same name at both, as people have it.
  await signUp(page, production, 'ada')
  await page.goto(production)
  await expect(page.getByText(/All done/)).toBeVisible()
  const other = await context.newPage()
  await signUp(other, staging, 'ada')
  await other.goto(staging)
  await expect(other.getByText(/All done/)).toBeVisible()

  // Each has a stream: the lock of one does not keep the other from having its own.
  await expect.poll(() => [...streams].sort()).toEqual(['mail', 'staging'])
  await sendToSelf(other, 'ada@atrium.test', 'Only in staging')
  await expect(other.getByText('Only in staging').first()).toBeVisible()
  await page.reload()
  await expect(page.getByText(/All done/)).toBeVisible()

  // What is written in one is no draft of the other.
  await page.getByRole('button', { name: 'Compose' }).first().click()
  await page.getByRole('dialog').getByLabel('Subject').fill('Only in production')
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
  await other.reload()
  await expect(other.getByText('Only in staging').first()).toBeVisible()
  await expect(other.getByText('Only in production')).toHaveCount(0)

  // Signing out of one is not signing out of the other, nor does it take what the other has stored.
  const before = await keys(page)
  await other
    .getByRole('button', { name: /^Account/ })
    .first()
    .click()
  await other.getByRole('menuitem', { name: 'Sign out', exact: true }).click()
  await expect(other.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible()
  expect((await page.request.get(`${production}api/session`)).status()).toBe(200)
  expect((await page.request.get(`${staging}api/session`)).status()).toBe(401)
  await expect(page.getByRole('dialog').getByLabel('Subject')).toHaveValue('Only in production')
  const left = await keys(page)
  expect(before.filter((key) => !left.includes(key) && !key.includes('staging'))).toEqual([])
})
