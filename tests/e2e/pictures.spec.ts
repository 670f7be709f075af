import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from '@playwright/test'
import { removeData, startServerProcess, type ServerProcess } from './server-process.ts'
import { expect, signIn, test as base } from './test.ts'

const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

interface Elsewhere {
  /** The host a mail's pictures are on. */
  readonly origin: string
  /** Every request: its URL, user agent and cookie. */
  readonly requests: { readonly url: string; readonly agent: string; readonly cookie: string | undefined }[]
}

const test = base.extend<object, { elsewhere: Elsewhere; site: ServerProcess }>({
  elsewhere: [
    async ({}, use) => {
      const requests: Elsewhere['requests'][number][] = []
      const server: Server = createServer(({ url = '', headers }, response) => {
        requests.push({ url, agent: headers['user-agent'] ?? '', cookie: headers.cookie })
        response.writeHead(200, { 'content-type': 'image/png' }).end(pixel)
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      await use({ origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests })
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
    { scope: 'worker' },
  ],
  site: [
    async ({ elsewhere }, use) => {
      const server = await startServerProcess({ ATRIUM_IMAGE_HOSTS: new URL(elsewhere.origin).host })
      await use(server)
      await server.stop()
      removeData(server)
    },
    { scope: 'worker' },
  ],
})

/** Puts a message into the inbox, as one that has arrived. */
async function deliver(page: Page, origin: string, message: string): Promise<void> {
  const session = (await (await page.request.get(`${origin}/api/session`)).json()) as {
    accountId: string
    csrf: string
  }
  const headers = { origin, 'x-atrium-csrf': session.csrf }
  const upload = await page.request.post(`${origin}/jmap/upload/${session.accountId}/`, {
    headers: { ...headers, 'content-type': 'message/rfc822' },
    data: Buffer.from(message.replaceAll('\n', '\r\n')),
  })
  const { blobId } = (await upload.json()) as { blobId: string }
  const call = async (methodCalls: unknown[]) => {
    const using = ['urn:ietf:params:jmap:core', 'urn:ietf:params:jmap:mail']
    const answer = await page.request.post(`${origin}/jmap/api`, { headers, data: { using, methodCalls } })
    return ((await answer.json()) as { methodResponses: [string, Record<string, unknown>, string][] }).methodResponses
  }
  const { accountId } = session
  const [found] = await call([['Mailbox/query', { accountId, filter: { role: 'inbox' } }, 'm']])
  const [inbox = ''] = (found?.[1]['ids'] ?? []) as string[]
  const [made] = await call([
    [
      'Email/import',
      { accountId, emails: { one: { blobId, mailboxIds: { [inbox]: true }, receivedAt: new Date().toISOString() } } },
      'i',
    ],
  ])
  expect(made?.[1]['created'], JSON.stringify(made)).toHaveProperty('one')
}

const newsletter = (subject: string, picture: string) => `From: Nora News <nora@news.example>
To: demo@atrium.test
Subject: ${subject}
Message-ID: <${subject.replaceAll(' ', '-')}@news.example>
Date: Mon, 05 Jan 2026 10:00:00 +0000
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8

<p>With a picture</p><img src="${picture}" alt="a picture from elsewhere" width="20" height="20">
`

const picture = (page: Page) =>
  page.getByRole('main').locator('iframe').contentFrame().getByAltText('a picture from elsewhere')

const isDrawn = (page: Page) => picture(page).evaluate((image) => (image as HTMLImageElement).naturalWidth > 0)

async function read(page: Page, subject: string): Promise<void> {
  await page.getByRole('row').filter({ hasText: subject }).click()
  await expect(page.getByRole('heading', { name: subject })).toBeVisible()
}

test('pictures of a mail come when the user wants them, through the server, and reveal nothing about them', async ({
  page,
  site,
  elsewhere,
  trouble,
}) => {
  await signIn(page, site.origin)
  await deliver(page, site.origin, newsletter('First issue', `${elsewhere.origin}/first.png?reader=7`))
  await deliver(page, site.origin, newsletter('Second issue', `${elsewhere.origin}/second.png`))
  await page.goto(`${site.origin}/`)

  await read(page, 'First issue')
  await expect(page.getByText('Images are hidden to protect you.')).toBeVisible()
  expect(elsewhere.requests).toEqual([])
  await page.getByRole('button', { name: 'Show once' }).click()
  await expect.poll(() => isDrawn(page)).toBe(true)
  expect(elsewhere.requests).toEqual([{ url: '/first.png?reader=7', agent: 'Atrium image proxy', cookie: undefined }])

  await read(page, 'Second issue')
  await expect(page.getByText('Images are hidden to protect you.')).toBeVisible()
  await page.getByRole('button', { name: 'Always show from this sender' }).click()
  await expect.poll(() => isDrawn(page)).toBe(true)

  await page.reload()
  await expect.poll(() => isDrawn(page)).toBe(true)
  await expect(page.getByText('Images are hidden to protect you.')).toHaveCount(0)
  expect(trouble).toEqual([])
})

test('an image on the internal network is never fetched', async ({ page, site }) => {
  await signIn(page, site.origin)
  const answer = await page.request.get(
    `${site.origin}/api/image?url=${encodeURIComponent(`${site.origin}/favicon.ico`)}`,
  )
  expect(answer.ok()).toBe(false)
})
