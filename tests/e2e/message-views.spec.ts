import { inflateRawSync } from 'node:zlib'
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { expect, signUp, test } from './test.ts'
import { mailer } from '../security/put-mail.ts'

const head = (subject: string, type: string): string =>
  [
    'From: Ada <ada@example.test>',
    'To: views@atrium.test',
    `Subject: ${subject}`,
    `Message-ID: <${subject.replace(/\W/g, '')}@example.test>`,
    'X-Route: by way of Paris',
    'MIME-Version: 1.0',
    `Content-Type: ${type}`,
    '',
    '',
  ].join('\r\n')

const file = (type: string, name: string | null, body: string): string =>
  [
    '--x',
    `Content-Type: ${type}`,
    `Content-Disposition: attachment${name === null ? '' : `; filename="${name}"`}`,
    '',
    body,
    '',
  ].join('\r\n')

const withFiles = `${head('With files', 'multipart/mixed; boundary=x')}--x\r
Content-Type: text/html\r
\r
<p>The <b>files</b></p>\r
${file('text/plain', 'one.txt', 'first words')}${file('text/plain', 'one.txt', 'second words')}${file('message/rfc822', null, 'From: Grace <grace@example.test>\r\nTo: ada@example.test\r\nSubject: The old letter\r\n\r\nwords of long ago')}--x--\r
`

const report = `${head('Undelivered', 'multipart/report; report-type=delivery-status; boundary=x')}--x\r
Content-Type: text/plain\r
\r
It came back.\r
--x\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; mx.example.test\r
\r
Final-Recipient: rfc822; nobody@example.test\r
Action: failed\r
Status: 5.1.1\r
--x--\r
`

let people = 0

async function open(page: Page, origin: string, raw: string): Promise<void> {
  people += 1
  await signUp(page, origin, {
    address: `views${people}-${process.pid}@atrium.test`,
    password: 'a long password',
    name: 'Views Example',
  })
  await (await mailer(page.request, origin)).put(raw)
  await page.goto(`${origin}/`)
  await page.getByRole('row').first().click()
  await expect(page.getByRole('article', { name: 'Conversation' }).locator('[data-rendered="true"]')).toHaveCount(1)
}

async function choose(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: 'More actions' }).click()
  await page
    .getByRole('menuitem', { name: item })
    .or(page.getByRole('menuitemcheckbox', { name: item }))
    .click()
}

/** Names and texts of the files in an archive (APPNOTE.TXT 4.3.7). */
function filesOf(archive: Buffer): Record<string, string> {
  const found: Record<string, string> = {}
  for (let at = 0; archive.readUInt32LE(at) === 0x04034b50;) {
    const [size, name, extra] = [
      archive.readUInt32LE(at + 18),
      archive.readUInt16LE(at + 26),
      archive.readUInt16LE(at + 28),
    ]
    const start = at + 30 + name + extra
    const bytes = archive.subarray(start, start + size)
    const text = archive.readUInt16LE(at + 8) === 0 ? bytes : inflateRawSync(bytes)
    found[archive.toString('utf8', at + 30, at + 30 + name)] = text.toString('utf8')
    at = start + size
  }
  return found
}

test.describe('a message', () => {
  test('shows its headers, its source and its text without HTML', async ({ page, server, trouble }) => {
    await open(page, server.origin, withFiles)
    await choose(page, 'Show headers')
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByText('by way of Paris')).toBeVisible()
    await page.keyboard.press('Escape')
    await choose(page, 'Show source')
    await expect(dialog.frameLocator('iframe').getByText('X-Route: by way of Paris')).toBeVisible()
    await page.keyboard.press('Escape')
    const mail = page.getByRole('article', { name: 'Conversation' }).frameLocator('iframe')
    await expect(mail.locator('b')).toHaveCount(1)
    await choose(page, 'Show as plain text')
    await expect(mail.getByText('The files')).toBeVisible()
    await expect(mail.locator('b')).toHaveCount(0)
    expect(trouble).toEqual([])
  })

  test('has few files before its text, previewed one after the other', async ({ page, server }) => {
    await open(page, server.origin, withFiles)
    const files = page.getByRole('region', { name: '3 attachments' })
    const frame = page.getByRole('article', { name: 'Conversation' }).locator('iframe')
    expect((await files.boundingBox())?.y).toBeLessThan((await frame.boundingBox())?.y ?? 0)
    await files
      .getByRole('button', { name: /^Preview/ })
      .first()
      .click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.frameLocator('iframe').getByText('first words')).toBeVisible()
    await dialog.getByRole('button', { name: 'Next' }).click()
    await expect(dialog.frameLocator('iframe').getByText('second words')).toBeVisible()
    await dialog.getByRole('button', { name: 'Next' }).click()
    await expect(dialog.getByRole('heading', { name: 'The old letter', exact: true })).toBeVisible()
    await expect(dialog.frameLocator('iframe').getByText('words of long ago')).toBeVisible()
    await dialog.getByRole('button', { name: 'Next' }).click()
    await expect(dialog.frameLocator('iframe').getByText('first words')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
    await expect(files.getByText('The old letter.eml', { exact: true })).toBeVisible()
  })

  test('gives all its files in one archive', async ({ page, server, trouble }) => {
    await open(page, server.origin, withFiles)
    const begun = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download all' }).click()
    const download = await begun
    expect(download.suggestedFilename()).toBe('With files.zip')
    const found = filesOf(readFileSync(await download.path()))
    expect(Object.keys(found)).toEqual(['one.txt', 'one (2).txt', 'The old letter.eml'])
    expect(found['one (2).txt']?.trim()).toBe('second words')
    expect(trouble).toEqual([])
  })

  test('that reports a failed delivery has a report that can be read', async ({ page, server }) => {
    await open(page, server.origin, report)
    await page.getByRole('button', { name: /^Preview .*Delivery report\.txt/ }).click()
    await expect(page.getByRole('dialog').frameLocator('iframe').getByText('Status: 5.1.1')).toBeVisible()
  })

  test('in an unnamed charset is read as the one the reader chooses', async ({ page, server }) => {
    const body = Buffer.from(
      new Uint8Array([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2, 0x2c, 0x20, 0xec, 0xe8, 0xf0]),
    ).toString('base64')
    const raw = head('Letters', 'text/plain; charset=iso-8859-1').replace(
      'MIME-Version',
      'Content-Transfer-Encoding: base64\r\nMIME-Version',
    )
    await open(page, server.origin, `${raw}${body}\r\n`)
    const mail = page.getByRole('article', { name: 'Conversation' }).frameLocator('iframe')
    await expect(mail.getByText('Ïðèâåò')).toBeVisible()
    await choose(page, 'Text encoding')
    await page.getByRole('combobox', { name: 'Text encoding' }).selectOption('windows-1251')
    await expect(mail.getByText('Привет, мир')).toBeVisible()
    await page.getByRole('combobox', { name: 'Text encoding' }).selectOption('')
    await expect(mail.getByText('Ïðèâåò')).toBeVisible()
  })

  test('with two From fields names both senders', async ({ page, server }) => {
    const raw = head('Two senders', 'text/plain').replace('To:', 'From: Mallory <mallory@example.test>\r\nTo:')
    await open(page, server.origin, `${raw}words\r\n`)
    await expect(page.getByText(/names more than one sender: .*mallory@example\.test/)).toBeVisible()
  })
})

test('a mailing list is left after a question, on the page of its sender or by a mail', async ({ page, server }) => {
  const list = head('News', 'text/html').replace(
    'X-Route',
    'List-Unsubscribe: <mailto:leave@list.example?subject=off>, <https://list.example/off>\r\nX-Route',
  )
  await open(page, server.origin, `${list}<p>news</p>\r\n`)
  await page.getByRole('button', { name: 'Unsubscribe' }).click()
  const dialog = page.getByRole('dialog', { name: /Unsubscribe/ })
  await expect(dialog.getByText('leave@list.example')).toBeVisible()
  await dialog.getByRole('button', { name: 'Write the message' }).click()
  const composer = page.getByRole('dialog', { name: /^Compose: off/ })
  await expect(composer.getByText('leave@list.example')).toBeVisible()
})
