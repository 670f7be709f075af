import type { Locator, Page } from '@playwright/test'
import { demo, expect, test } from './test.ts'

const body = (composer: Locator): Locator => composer.getByRole('textbox', { name: 'Message', exact: true })
const composerOf = (page: Page): Locator => page.getByRole('dialog', { name: /^Compose: / })

/** A new message whose editor has loaded. */
async function compose(page: Page, subject: string): Promise<Locator> {
  // On a phone there is one in the drawer too, which a change of the width moves away.
  await page.getByRole('button', { name: 'Compose', exact: true }).filter({ visible: true }).last().click()
  const composer = composerOf(page)
  await composer.getByLabel('To', { exact: true }).fill(`${demo.address},`)
  await composer.getByLabel('Subject').fill(subject)
  await expect(composer.getByRole('toolbar', { name: 'Formatting' })).toBeVisible()
  return composer
}

/** Opens what has been sent, and returns the message in its frame. */
async function openSent(page: Page, subject: string): Promise<Locator> {
  await page.getByRole('link', { name: /Sent/ }).click()
  await page.getByRole('row').filter({ hasText: subject }).first().click()
  return page.getByRole('main').locator('iframe').last().contentFrame().locator('body')
}

/** Pastes or drops as a browser does, with HTML of another site. */
async function paste(target: Locator, html: string, text: string): Promise<void> {
  await target.evaluate(
    (element, [markup, words]) => {
      const data = new DataTransfer()
      data.setData('text/html', markup ?? '')
      data.setData('text/plain', words ?? '')
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
    },
    [html, text],
  )
}

test('formatting is written with shortcuts and tools, and arrives with the message', async ({ inbox, trouble }) => {
  const composer = await compose(inbox, 'With formatting')
  const text = body(composer)
  await text.click()
  await text.press('Control+b')
  await text.pressSequentially('Bold')
  await text.press('Control+b')
  await text.pressSequentially(' plain')
  await text.press('Enter')
  await text.pressSequentially('- first')
  await text.press('Enter')
  await text.pressSequentially('second')
  await text.press('Enter')
  await text.press('Enter')
  await composer.getByRole('button', { name: 'Quote', exact: true }).click()
  await text.pressSequentially('said')
  await expect(text.locator('li')).toHaveText(['first', 'second'])
  await composer.getByRole('button', { name: 'Send' }).click()
  await expect(inbox.getByText('Sent', { exact: true }).last()).toBeVisible()
  const message = await openSent(inbox, 'With formatting')
  await expect(message.locator('strong')).toHaveText('Bold')
  await expect(message.locator('li')).toHaveText(['first', 'second'])
  await expect(message.locator('blockquote')).toHaveText('said')
  expect(trouble).toEqual([])
})

test('what is pasted from another site keeps its formatting and nothing that is active', async ({ inbox }) => {
  const composer = await compose(inbox, 'Pasted')
  const text = body(composer)
  await text.click()
  await paste(
    text,
    '<h2>Title</h2><p onclick="x()" style="position:fixed">See <a href="https://example.org/a">here</a>' +
      '<script>document.title = "run"</script><img src="https://tracker.example/p.gif" width="40" height="40" alt="A picture"></p>',
    'Title See here',
  )
  await expect(text.locator('h2')).toHaveText('Title')
  await expect(text.locator('a')).toHaveAttribute('href', 'https://example.org/a')
  await expect(text.getByRole('img', { name: 'A picture' })).toBeVisible()
  await expect(text.locator('script, img[src], [onclick]')).toHaveCount(0)
})

test('switching to plain text and back loses no word and no formatting', async ({ inbox }) => {
  const composer = await compose(inbox, 'There and back')
  await body(composer).click()
  await body(composer).press('Control+i')
  await body(composer).pressSequentially('Slanted')
  const change = async (): Promise<void> => {
    await composer.getByRole('button', { name: 'More options' }).click()
    await inbox.getByRole('menuitemcheckbox', { name: 'Plain text' }).click()
  }
  await change()
  await expect(composer.getByRole('toolbar')).toHaveCount(0)
  await expect(body(composer)).toHaveValue('Slanted')
  await change()
  await expect(body(composer).locator('em')).toHaveText('Slanted')
})

test('a reply quotes a message as it was read, and a draft of it goes on after a reload', async ({
  inbox,
  trouble,
}) => {
  const first = await compose(inbox, 'Numbers and code')
  await body(first).click()
  await paste(body(first), '<ol start="4"><li>four</li></ol><pre>a\n  b</pre>', '4. four')
  await expect(body(first).locator('pre')).toBeVisible()
  await first.getByRole('button', { name: 'Send' }).click()
  await expect(inbox.getByText('Sent', { exact: true }).last()).toBeVisible()
  await openSent(inbox, 'Numbers and code')
  await inbox.getByRole('button', { name: 'Reply', exact: true }).first().click()
  const reply = composerOf(inbox)
  await expect(reply.getByRole('toolbar')).toBeVisible()
  await body(reply).pressSequentially('Thanks')
  await expect(reply.getByText('Saved', { exact: true })).toBeVisible()
  await reply.getByRole('button', { name: 'Save and close' }).click()

  await inbox.reload()
  await inbox.getByRole('link', { name: /Drafts/ }).click()
  await inbox.getByRole('row').filter({ hasText: 'Numbers and code' }).first().click()
  await expect(body(composerOf(inbox))).toHaveText('Thanks')
  await composerOf(inbox).getByRole('button', { name: 'Show quoted text' }).click()
  await expect(body(composerOf(inbox)).locator('blockquote ol')).toHaveAttribute('start', '4')
  await expect(body(composerOf(inbox)).locator('blockquote pre')).toHaveText('a\n  b')
  expect(trouble).toEqual([])
})

test('a message that was sent can be taken back with every word, and is sent once', async ({ inbox }) => {
  const composer = await compose(inbox, 'Too soon')
  await body(composer).click()
  await body(composer).pressSequentially('Not yet')
  await composer.getByRole('button', { name: 'Send', exact: true }).click()
  await inbox.getByRole('button', { name: 'Undo' }).click()
  await expect(body(composerOf(inbox))).toHaveText('Not yet')
  await composerOf(inbox).getByRole('button', { name: 'Save and close' }).click()
  await expect(inbox.getByRole('dialog')).toHaveCount(0)
  await inbox.getByRole('link', { name: /Sent/ }).click()
  await expect(inbox.getByRole('heading', { name: 'Sent' })).toBeVisible()
  await expect(inbox.getByRole('row').filter({ hasText: 'Too soon' })).toHaveCount(0)
})

test('a message is scheduled, shown with its time, and made a draft again', async ({ inbox, trouble }) => {
  const composer = await compose(inbox, 'For tomorrow')
  await composer.getByRole('button', { name: 'More options' }).click()
  await inbox.getByRole('menuitem', { name: 'Schedule send…' }).click()
  await inbox.getByRole('button', { name: /^Tomorrow morning/ }).click()
  await expect(inbox.getByText(/^Scheduled for .*8:00/)).toBeVisible()

  const next = await compose(inbox, 'Another one')
  await next.getByRole('button', { name: 'More options' }).click()
  await inbox.getByRole('menuitem', { name: 'Scheduled messages' }).click()
  await inbox.getByRole('button', { name: /^Cancel "For tomorrow"/ }).click()
  await expect(composerOf(inbox).filter({ hasText: 'For tomorrow' }).getByLabel('Subject')).toHaveValue('For tomorrow')
  expect(trouble).toEqual([])
})

test('a file dropped beside the window is attached to it, and the focus stays when it is removed', async ({
  inbox,
}) => {
  const composer = await compose(inbox, 'With a file')
  const address = inbox.url()
  await inbox.getByRole('banner').evaluate((element) => {
    const data = new DataTransfer()
    data.items.add(new File(['words'], 'notes.txt', { type: 'text/plain' }))
    for (const type of ['dragover', 'drop'])
      element.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }))
  })
  await composer.getByRole('button', { name: 'Remove notes.txt' }).click()
  await expect(composer.getByRole('button', { name: 'Attach files' })).toBeFocused()
  expect(inbox.url()).toBe(address)
})

test('a message that mentions a missing file asks before it goes', async ({ inbox }) => {
  const composer = await compose(inbox, 'The report')
  await body(composer).click()
  await body(composer).pressSequentially('See the attached report.')
  await composer.getByRole('button', { name: 'Send', exact: true }).click()
  await expect(composer.getByRole('alert')).toContainText('no file is attached')
  await composer.getByRole('button', { name: 'Send anyway' }).click()
  await expect(inbox.getByText('Sent', { exact: true }).last()).toBeVisible()
})

test('on a phone, Back closes the window and leaves the page below it', async ({ inbox }) => {
  await inbox.setViewportSize({ width: 390, height: 844 })
  const address = inbox.url()
  const composer = await compose(inbox, 'On the way')
  await inbox.goBack()
  await expect(composer).toHaveCount(0)
  await expect(inbox.getByText('Saved to Drafts')).toBeVisible()
  expect(inbox.url()).toBe(address)
})
