import { expect, signUp, test } from '../e2e/test.ts'
import { removeData, startServerProcess, type ServerProcess } from '../e2e/server-process.ts'
import { encoded, mailer, type Mailer } from './put-mail.ts'

const authServer = 'mx.atrium.test'

let site: ServerProcess
let people = 0

interface Sent {
  readonly from: string
  readonly subject: string
  readonly above?: string
  readonly html?: string
  readonly receivedAt?: string
}

const raw = ({ from, subject, above = '', html = '<p>Hello</p>' }: Sent): string => `${above}From: ${from}
To: reader@atrium.test
Subject: ${subject}
Message-ID: <${subject.replace(/\W/g, '')}@example.org>
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8

${html}
`

test.describe('the sender of a message', () => {
  let mail: Mailer

  test.beforeAll(async () => {
    site = await startServerProcess({ ATRIUM_AUTH_SERVER: authServer })
  })
  test.afterAll(async () => {
    await site.stop()
    removeData(site)
  })
  test.beforeEach(async ({ page }) => {
    people += 1
    const address = `reader${people}-${process.pid}@atrium.test`
    await signUp(page, site.origin, { address, password: 'a long password', name: 'Reader' })
    mail = await mailer(page.request, site.origin)
  })

  const show = async (page: import('@playwright/test').Page, sent: Sent): Promise<void> => {
    await mail.put(raw(sent), sent.receivedAt)
    await page.goto(`${site.origin}/`)
    await page.getByRole('row').filter({ hasText: sent.subject }).first().click()
    await expect(page.getByRole('heading', { name: sent.subject })).toBeVisible()
  }

  const tricks: readonly (readonly [string, Sent, RegExp])[] = [
    [
      'a name that is another address',
      { from: '"support@bank.example" <x@evil.example>', subject: 'Name' },
      /name contains a different address\. The message is from .*x@evil\.example/,
    ],
    [
      'hidden characters in the name',
      { from: `${encoded('Ada\u202elive\u202c\u200b')} <ada@evil.example>`, subject: 'Hidden' },
      /contained hidden characters/,
    ],
    [
      'a domain of mixed scripts',
      { from: 'Pay <pay@xn--pypal-4ve.com>', subject: 'Scripts' },
      /domain looks like another one: .*xn--pypal-4ve\.com/,
    ],
    [
      'several senders',
      { from: 'Ada <ada@a.example>, Bob <bob@b.example>', subject: 'Several' },
      /more than one sender: .*bob@b\.example/,
    ],
    [
      'a failed authentication, reported by our own server',
      {
        from: 'Bank <info@bank.example>',
        subject: 'Failed',
        above: `Authentication-Results: ${authServer};\n dmarc=fail header.from=bank.example\n`,
      },
      /bank\.example.* says it did not send this/,
    ],
  ]
  for (const [name, sent, warning] of tricks) {
    test(`is shown with a warning of ${name}`, async ({ page, trouble }) => {
      await show(page, sent)
      await expect(page.getByRole('main').getByText(warning)).toBeVisible()
      expect(trouble).toEqual([])
    })
  }

  test('is marked as verified by our own server only, and not by who writes its name', async ({ page }) => {
    await show(page, {
      from: 'Bank <a@bank.example>',
      subject: 'Forged',
      above: 'Authentication-Results: mx.evil.example; dmarc=pass\n',
    })
    await expect(page.getByRole('img', { name: /Verified by/ })).toHaveCount(0)
    await show(page, {
      from: 'Bank <b@bank.example>',
      subject: 'Genuine',
      above: `Authentication-Results: ${authServer}; dmarc=pass\n`,
    })
    await expect(page.getByRole('img', { name: /Verified by/ })).toBeVisible()
  })

  test('is said to write for the first time, once', async ({ page }) => {
    await show(page, { from: 'New <new@example.org>', subject: 'First', receivedAt: '2026-01-01T10:00:00Z' })
    await expect(page.getByText(/first message from .*new@example\.org/)).toBeVisible()
    await show(page, { from: 'New <new@example.org>', subject: 'Second', receivedAt: '2026-01-02T10:00:00Z' })
    await expect(page.getByText(/Hello/).or(page.locator('iframe')).first()).toBeVisible()
    await expect(page.getByText(/first message from/)).toHaveCount(0)
  })

  test('leads nowhere without showing where', async ({ page, context }) => {
    const html =
      '<p><a href="https://evil.example/login">https://bank.example/login</a></p><p><a href="https://honest.example/">Read on</a></p>'
    await show(page, { from: 'Ada <ada@example.org>', subject: 'Links', html })
    const message = page.frameLocator('iframe').first()
    const honest = message.getByRole('link', { name: 'Read on' })
    await expect(honest).toHaveAttribute('target', '_blank')
    await expect(honest).toHaveAttribute('rel', 'noopener noreferrer')
    await honest.hover()
    await expect(page.getByText('https://honest.example/')).toBeVisible()
    await message.getByRole('link', { name: 'bank.example' }).click()
    await expect(page.getByRole('dialog').getByText('https://evil.example/login')).toBeVisible()
    expect(context.pages()).toHaveLength(1)
  })
})
