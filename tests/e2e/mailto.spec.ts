import { expect, signUp, test } from './test.ts'
import { mailer } from '../security/put-mail.ts'

const raw = [
  'From: Ada <ada@example.test>',
  'To: links@atrium.test',
  'Subject: Write to us',
  'Message-ID: <write@example.test>',
  'Content-Type: text/html',
  '',
  '<a href="mailto:one@example.test,a+b@example.test?cc=two@example.test&bcc=three@example.test&subject=Hello%20there&body=First%0D%0Asecond">Write</a>',
].join('\r\n')

test.describe('a mailto link', () => {
  test.beforeEach(async ({ page, server }, { retry, title }) => {
    await signUp(page, server.origin, {
      address: `links${retry}-${title.length}@atrium.test`,
      password: 'a long password',
      name: 'Links Example',
    })
  })

  test('in a message opens a window with every field', async ({ page, server }) => {
    await (await mailer(page.request, server.origin)).put(raw)
    await page.goto(`${server.origin}/`)
    await page.getByRole('row').first().click()
    await page.frameLocator('iframe').getByRole('link', { name: 'Write' }).click()
    const composer = page.getByRole('dialog', { name: /Hello there/ })
    for (const address of ['one@example.test', 'a+b@example.test', 'two@example.test', 'three@example.test'])
      await expect(composer.getByText(address)).toBeVisible()
    await expect(composer.getByText('second')).toBeVisible()
  })

  test('that the browser hands over opens a window over the inbox', async ({ page, server }) => {
    const link = encodeURIComponent('mailto:one@example.test?cc=two@example.test&subject=Hello%20there')
    await page.goto(`${server.origin}/compose?mailto=${link}`)
    const composer = page.getByRole('dialog', { name: /Hello there/ })
    await expect(composer.getByText('one@example.test')).toBeVisible()
    await expect(composer.getByText('two@example.test')).toBeVisible()
    await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible()
    await page.goto(`${server.origin}/compose`)
    await expect(page.getByRole('dialog', { name: /New message/ })).toBeVisible()
  })
})
