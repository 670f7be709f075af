import type { Locator, Page } from '@playwright/test'
import { demo, expect, signIn, signUp, test } from '../e2e/test.ts'
import { encoded, mailer } from './put-mail.ts'

/** Markup that would run, a character that turns the line around, one that is not seen. */
const evil = (word: string): string => `<b title=x>${word}</b><img src=x onerror=alert(1)>\u202egpj\u202c\u200b`
/** The same as a user must see it. */
const seen = (word: string): RegExp => new RegExp(`<b title=x>${word}</b><img src=x onerror=alert\\(1\\)>`)

const eve = { address: 'eve@atrium.test', password: 'a long password', name: evil('Self') }

const message = `From: ${encoded(evil('Sender'))} <stranger@example.org>
To: ${encoded(evil('Reader'))} <eve@atrium.test>, ${encoded(evil('Other'))} <other@example.org>
Cc: ${encoded(evil('Copied'))} <copied@example.org>
Subject: ${encoded(evil('Subject'))}
Date: Sat, 21 Nov 2026 10:00:00 +0000
Message-ID: <stranger-1@example.org>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: base64

${Buffer.from(`${evil('Preview')} needle`).toString('base64')}
--x
Content-Type: application/octet-stream; name="${encoded(`${evil('File')}.txt`)}"
Content-Disposition: attachment; filename="${encoded(`${evil('File')}.txt`)}"

x
--x--
`

const open = (page: Page): Promise<void> => page.getByRole('row').filter({ hasText: 'Subject' }).first().click()

const write = async (page: Page): Promise<Locator> => {
  await page.getByRole('button', { name: 'Compose' }).first().click()
  const window = page.getByRole('dialog').first()
  await window.getByLabel('To', { exact: true }).pressSequentially('stranger')
  return window
}

interface Place {
  /** Goes where it is shown, and finds it. */
  readonly find: (page: Page, origin: string) => Promise<Locator> | Locator
  readonly word: string
  /** What is seen of it. Default: all. */
  readonly shown?: RegExp
  /** The message's own text is on the page too, as it was written: only the place itself is looked at. */
  readonly alone?: boolean
}

/** Every place where untrusted text reaches the page. */
const places: Readonly<Record<string, Place>> = {
  'the sender in the list': {
    word: 'Sender',
    find: (page) => page.getByRole('row').filter({ hasText: 'Sender' }).first(),
  },
  'the subject in the list': {
    word: 'Subject',
    find: (page) => page.getByRole('row').filter({ hasText: 'Subject' }).first(),
  },
  'the preview in the list': {
    word: 'Preview',
    find: (page) => page.getByRole('row').filter({ hasText: 'Preview' }).first(),
  },
  'a folder in the rail': {
    word: 'Folder',
    find: (page) => page.getByRole('tree').or(page.getByRole('navigation')).filter({ hasText: 'Folder</b>' }).first(),
  },
  'the heading of a conversation': {
    word: 'Subject',
    find: async (page) => {
      await open(page)
      return page.getByRole('heading', { name: 'Subject' }).first()
    },
  },
  'the name above a message': {
    word: 'Sender',
    find: async (page) => {
      await open(page)
      return page.getByRole('main').locator('header').filter({ hasText: 'Sender' }).last()
    },
  },
  'the details above a message': {
    word: 'Copied',
    find: async (page) => {
      await open(page)
      await page.getByTitle('Show details').click()
      return page.getByRole('main').locator('dl')
    },
  },
  'the name of a file': {
    word: 'File',
    // What a system gives a meaning to is gone from it: `<`, `>`, and the folder before a `/`.
    shown: /b__img src=x onerror=alert\(1\)_gpj\.txt/,
    find: async (page) => {
      await open(page)
      return page.getByRole('region', { name: /attachment/i })
    },
  },
  'the title of an answer': {
    word: 'Subject',
    alone: true,
    find: async (page) => {
      await open(page)
      await page.getByRole('button', { name: 'Reply' }).first().click()
      return page.getByRole('dialog').locator('bdi').filter({ hasText: 'Subject' }).first()
    },
  },
  // Moves the message: whatever looks at it in its place comes before.
  'a toast': {
    word: 'Folder',
    find: async (page) => {
      await open(page)
      await page.getByRole('button', { name: 'Move to' }).first().click()
      await page.getByRole('dialog').getByRole('button').filter({ hasText: 'Folder</b>' }).click()
      const toast = page.getByRole('listitem').filter({ hasText: 'moved to' })
      await expect(toast).toBeVisible()
      return toast
    },
  },
  'the snippet of a search': {
    word: 'Preview',
    // What stands around the word that was found.
    shown: /src=x onerror=alert\(1\)>gpj needle/,
    find: async (page, origin) => {
      await page.goto(`${origin}/search?q=needle`)
      return page.getByRole('main').locator('[dir=auto]').filter({ hasText: 'needle' }).first()
    },
  },
  'what was searched for': {
    word: 'Query',
    find: async (page, origin) => {
      await page.goto(`${origin}/search?q=${encodeURIComponent(evil('Query'))}`)
      return page.getByRole('main').filter({ hasText: 'Query' })
    },
  },
  'people to write to': {
    word: 'Sender',
    find: async (page) => {
      await write(page)
      return page.getByRole('option').filter({ hasText: 'Sender' }).first()
    },
  },
  'a chosen recipient': {
    word: 'Sender',
    find: async (page) => {
      const window = await write(page)
      await page.getByRole('option').filter({ hasText: 'Sender' }).first().click()
      return window.getByRole('listitem').filter({ hasText: 'Sender' }).first()
    },
  },
  'the sender whose images are shown': {
    word: 'Shown',
    find: async (page, origin) => {
      await page.goto(`${origin}/settings/reading`)
      return page.getByRole('list', { name: 'Always show images from' })
    },
  },
  'the own name in the settings': {
    word: 'Self',
    find: async (page, origin) => {
      await page.goto(`${origin}/settings/account`)
      return page.getByRole('main').filter({ hasText: 'Self' })
    },
  },
  'the own name in the menu': {
    word: 'Self',
    find: async (page) => {
      await page.getByRole('button', { name: /^Account/ }).click()
      return page.getByRole('menu').filter({ hasText: 'Self' })
    },
  },
}

test.describe('untrusted text', () => {
  let ready = false

  test.beforeEach(async ({ page, server }) => {
    const person = { ...eve, name: eve.name }
    if (ready) await signIn(page, server.origin, eve)
    else {
      await signUp(page, server.origin, person)
      const { put, call } = await mailer(page.request, server.origin)
      await put(message)
      await call('Mailbox/set', { create: { f: { name: evil('Folder') } } })
      const session = (await (await page.request.get(`${server.origin}/api/session`)).json()) as { csrf: string }
      await page.request.put(`${server.origin}/api/preferences`, {
        headers: { origin: server.origin, 'x-atrium-csrf': session.csrf },
        data: { imageSenders: [`${evil('Shown').toLowerCase().replace('shown', 'Shown')}@example.org`] },
      })
      ready = true
    }
    await page.goto(`${server.origin}/`)
  })

  test('is text in the title of the page', async ({ page }) => {
    await open(page)
    await expect(page).toHaveTitle(seen('Subject'))
    expect(await page.title()).not.toMatch(/[\u202a-\u202e\u200b]/)
  })

  test('is text in an error', async ({ browser, server }) => {
    const page = await browser.newPage()
    await page.goto(`${server.origin}/`)
    await page.getByLabel('Address').fill(evil('Unknown'))
    await page.getByLabel('Password', { exact: true }).fill(demo.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByText('Wrong address or password')).toBeVisible()
    expect(await page.locator('b[title], img[src="x"]').count()).toBe(0)
    await page.close()
  })

  for (const [place, { word, find, shown = seen(word), alone = false }] of Object.entries(places)) {
    test(`is text in ${place}`, async ({ page, server, trouble }) => {
      const found = await find(page, server.origin)
      await expect(found).toContainText(shown)
      const { html, text, title } = await page.evaluate(() => ({
        html: document.querySelectorAll('b[title], img[src="x"]').length,
        text: `${document.body.innerText}${[...document.querySelectorAll('[aria-label],[title]')].map((each) => `${each.getAttribute('aria-label')}${each.getAttribute('title')}`).join('')}`,
        title: document.title,
      }))
      expect(html).toBe(0)
      const looked = alone ? await found.innerText() : text + title
      expect(/[\u202a-\u202e\u200b]/.exec(looked)?.[0]).toBeUndefined()
      expect(trouble).toEqual([])
    })
  }
})
