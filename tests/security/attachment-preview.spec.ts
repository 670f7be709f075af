import { expect, signUp, test } from '../e2e/test.ts'
import { mailer } from './put-mail.ts'

const picture =
  'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mP8z8BQz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC'

const part = (type: string, name: string, body: string): string => `--x
Content-Type: ${type}; name="${name}"
Content-Disposition: attachment; filename="${name}"
Content-Transfer-Encoding: base64

${body}
`
const base64 = (text: string): string => Buffer.from(text).toString('base64')

const message = `From: Ada <ada@example.org>
To: ida@atrium.test
Subject: Files
Message-ID: <files@example.org>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: text/plain

Here they are.
${part('image/png', 'square.png', picture)}${part('text/plain', 'notes.txt', base64('<script>top.ran = 1</script> plain words'))}${part('text/html', 'page.html', base64('<script>top.ran = 1</script>'))}${part('image/svg+xml', 'drawing.svg', base64('<svg xmlns="http://www.w3.org/2000/svg" onload="top.ran = 1"/>'))}${part('application/pdf', 'paper.pdf', base64('%PDF-1.4'))}--x--
`

test.describe('an attachment', () => {
  test.beforeEach(async ({ page, server }, { workerIndex, retry, title }) => {
    await signUp(page, server.origin, {
      address: `ida${workerIndex}${retry}${title.length}@atrium.test`,
      password: 'a long password',
      name: 'Ida',
    })
    await (await mailer(page.request, server.origin)).put(message)
    await page.goto(`${server.origin}/`)
    await page.getByRole('row').filter({ hasText: 'Files' }).click()
    await expect(page.getByRole('link', { name: /^Download/ })).toHaveCount(5)
  })

  test('is shown only if it is a picture or a text', async ({ page, trouble }) => {
    await expect(page.getByRole('button', { name: /^Preview .*(square\.png|notes\.txt)/ })).toHaveCount(2)
    await expect(page.getByRole('button', { name: /^Preview .*(page\.html|drawing\.svg|paper\.pdf)/ })).toHaveCount(0)
    expect(trouble).toEqual([])
  })

  test('is shown in a frame without an origin, where nothing runs', async ({ page, trouble }) => {
    await page.getByRole('button', { name: /^Preview .*notes\.txt/ }).click()
    const frame = page.locator('iframe[title="Preview"]')
    await expect(frame).toHaveAttribute('sandbox', '')
    await expect(frame.contentFrame().locator('body')).toContainText('<script>top.ran = 1</script> plain words')
    expect(await frame.evaluate((element) => (element as HTMLIFrameElement).contentDocument)).toBeNull()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /^Preview .*square\.png/ }).click()
    const size = (): Promise<number> =>
      page
        .getByRole('dialog')
        .getByRole('img', { name: 'square.png' })
        .evaluate((image) => (image as HTMLImageElement).naturalWidth)
    await expect.poll(size).toBe(10)
    expect(await page.evaluate(() => 'ran' in window)).toBe(false)
    expect(trouble).toEqual([])
  })

  test('is saved and not opened when it is downloaded, whatever it is', async ({ page }) => {
    const links = await page
      .getByRole('link', { name: /^Download/ })
      .evaluateAll((all) => all.map((each) => (each as HTMLAnchorElement).href))
    for (const link of links) {
      const headers = (await page.request.get(link)).headers()
      expect([link, headers['content-disposition'], headers['x-content-type-options']]).toEqual([
        link,
        expect.stringMatching(/^attachment/),
        'nosniff',
      ])
    }
  })
})
