import type { Page } from '@playwright/test'
import { expect } from '../e2e/test.ts'
import { expectAlive, failing, go, reported, test } from './test.ts'

/** Each ends in a message in its place. */
const failures = [
  'throws-nothing',
  'throws-a-trap',
  'throws-at-second-render',
  'rerenders-for-ever',
  'loops-in-layout-effect',
  'exposes-promise',
  'renders-an-object',
  'init-throws',
  'gives-no-factory',
] as const

const draft = (page: Page) => page.getByRole('dialog').getByLabel('Subject')

/** A user in the middle of a message, which no fault of a remote may lose. */
async function beginDraft(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Compose' }).first().click()
  await draft(page).fill('Half a sentence')
}

const expectReference = (page: Page) =>
  expect(page.getByRole('main').getByText(/R-[0-9A-Z]{6}/)).toBeVisible({ timeout: 25_000 })

test('nine ways to fail, one after the other in one page: nine messages, and the draft stays', async ({ open }) => {
  const page = await open('/healthy')
  await beginDraft(page)
  for (const name of failures) {
    await test.step(name, async () => {
      const error = reported(page, new RegExp(`^${name} `))
      await go(page, `/${name}`)
      await error
      await expectReference(page)
      await go(page, '/healthy')
      await expect(page.getByText(/All is well/)).toBeVisible()
    })
  }
  await expect(draft(page)).toHaveValue('Half a sentence')
  await expectAlive(page)
})

test('ways to harm the page, one after another: it keeps working, and the draft stays', async ({ open }) => {
  const page = await open('/healthy')
  await beginDraft(page)
  const main = page.getByRole('main')

  await test.step('empties-the-body', async () => {
    await go(page, '/empties-the-body')
    await expect(main.getByText('Everything was taken away')).toBeVisible()
    await expect(draft(page)).toHaveValue('Half a sentence')
  })
  await test.step('removes-its-element', async () => {
    await go(page, '/removes-its-element')
    await expect(main).toBeEmpty()
    await go(page, '/healthy')
    await expect(page.getByText(/All is well/)).toBeVisible()
  })
  await test.step('titles-for-ever', async () => {
    await go(page, '/titles-for-ever')
    await expect(page).toHaveTitle(/Title \d+/)
    await draft(page).fill('Half a sentence, and more')
  })
  await test.step('wrapped-in-memo: no fault', async () => {
    await go(page, '/wrapped-in-memo')
    await expect(main.getByText('A component, though no function')).toBeVisible()
  })
  await test.step('covers-the-page: the way out stays in reach', async () => {
    await go(page, '/covers-the-page')
    await expect(main.getByText('Over everything')).toHaveCSS('position', 'fixed')
    await draft(page).click()
    await expectAlive(page)
  })
  await expect(draft(page)).toHaveValue('Half a sentence, and more')
})

test('writes-nonsense: a value that others render is refused where it is written', async ({ open }) => {
  const page = await open('/writes-nonsense')
  const main = page.getByRole('main')
  await main.getByRole('button', { name: 'Write' }).click()
  await expect(main.getByRole('listitem')).toHaveText([
    /shape it promises: toasts/,
    /shape it promises: selection, toasts/,
    'accepted',
    /does not have the shape it promises: mail:changed/,
    'accepted',
    'accepted',
  ])
  await page.getByRole('button', { name: 'Compose' }).first().click()
  await expect(draft(page)).toBeVisible()
  await expectAlive(page)
})

test('what never comes is given up within a time a user accepts', async ({ open, remote, context, site }) => {
  test.setTimeout(90_000)
  await (await open('/healthy')).close()
  remote('dressed-alike').fault = (url, response) => {
    if (!url.includes('/css/')) return false
    response.writeHead(200, { 'content-type': 'text/css', 'access-control-allow-origin': '*' }).write('.a{')
    return true
  }
  remote('throws-in-handler').fault = (_, response) => {
    response.writeHead(200, { 'content-type': 'text/javascript', 'access-control-allow-origin': '*' })
    const drip = setInterval(() => response.write(' '), 200)
    response.once('close', () => clearInterval(drip))
    return true
  }
  // A lazy part, script or stylesheet, whose address answers nothing.
  remote('lazy-chunk').fault = (url) => /\/js\/\d+\./.test(url)
  // An event stream for each of so many tabs would take all the connections there are.
  await context.route(/eventsource/, (route) => route.abort())
  const names = ['waits-for-ever', 'init-never-answers', 'dressed-alike', 'throws-in-handler', 'lazy-chunk']
  await Promise.all(
    names.map(async (name) => {
      const page = await context.newPage()
      await page.goto(`${site.origin}/${name}`)
      await expectReference(page)
      await page.close()
    }),
  )
})

test('answers of a server that is not well: a message, and a retry by the user', async ({ open, remote }) => {
  const page = await open('/healthy')
  const main = page.getByRole('main')
  const answers: readonly [name: string, status: number, headers: Record<string, string>][] = [
    ['grows', 500, {}],
    ['restless', 302, { location: '/elsewhere' }],
    ['dressed-alike', 200, { 'content-type': 'text/plain' }],
  ]
  for (const [name, status, headers] of answers) {
    await test.step(`${name}: ${status}`, async () => {
      remote(name).fault = (_, response) => {
        response.writeHead(status, { 'access-control-allow-origin': '*', ...headers }).end('<h1>Proxy error</h1>')
        return true
      }
      await go(page, `/${name}`)
      await expectReference(page)
      remote(name).fault = failing(/./, 0)
      await main.getByRole('button', { name: 'Try again' }).click()
      await expect(main.locator(`[data-remote=${name}]`)).toBeAttached()
    })
  }
  await expectAlive(page)
})
