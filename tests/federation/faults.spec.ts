import { expect, expectAlive, expectMessage, failing, go, test } from './test.ts'

test.describe('a remote that fails is a message, not an outage', () => {
  for (const name of ['throws-at-import', 'throws-at-mount', 'throws-in-effect', 'exposes-nothing', 'exposes-wrong-thing']) {
    test(name, async ({ open }) => {
      const page = await open(`/${name}`)
      await expect(page.getByRole('main').getByText(/R-[0-9A-Z]{6}/)).toBeVisible({ timeout: 15_000 })
      await expectMessage(page, /could not be opened/)
    })
  }

  test('throws-in-handler: the page stays as it is', async ({ open }) => {
    const page = await open('/throws-in-handler')
    await page.getByRole('button', { name: 'Fail' }).click()
    await page.getByRole('button', { name: 'Count 0' }).click()
    await expect(page.getByRole('button', { name: 'Count 1' })).toBeVisible()
  })

  test('throws-at-unmount: the next page opens', async ({ open }) => {
    const page = await open('/throws-at-unmount')
    await expect(page.getByText('Leave me')).toBeVisible()
    await expectAlive(page)
  })

  test('contract-too-new: refused before any of its code runs', async ({ open }) => {
    const page = await open('/contract-too-new')
    await expectMessage(page, /did not fit this version/)
    expect(await page.evaluate(() => Reflect.get(globalThis, 'ranContractTooNew'))).toBeUndefined()
  })

  test('second-react: refused, with an error that names it', async ({ open }) => {
    const page = await open('/healthy')
    await expect(page.getByText(/All is well/)).toBeVisible()
    await page.evaluate(() => {
      addEventListener('atrium:remote:failed', (event) => {
        const { remote, code } = (event as CustomEvent<{ remote: string; code: string }>).detail
        document.documentElement.dataset[`failed${remote.replace(/\W/g, '')}`] = code
      })
    })
    await go(page, '/second-react')
    await expect(page.locator('html')).toHaveAttribute('data-failedsecondreact', 'SECOND_COPY')
    await expectMessage(page, /could not be opened/)
  })

  test('floods-events: the page answers afterwards', async ({ open }) => {
    const page = await open('/floods-events')
    await expectMessage(page, /^Flooded$/)
  })

  test('never-answers: given up in a time a person accepts', async ({ open, remote }) => {
    remote('healthy').fault = () => true
    await expectMessage(await open('/healthy'), /could not be opened/)
  })

  test('answers-with-html: refused as a file that was not released', async ({ open, remote }) => {
    remote('healthy').fault = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/html', 'access-control-allow-origin': '*' })
      response.end('<!doctype html><title>Sign in to the wireless network</title>')
      return true
    }
    await expectMessage(await open('/healthy'), /could not be opened/)
  })

  test('one remote’s files are gone: the others work', async ({ open, remote }) => {
    remote('inbox').fault = failing(/./)
    const page = await open('/')
    await expect(page.getByRole('main').getByText(/could not be opened/)).toBeVisible()
    await expectAlive(page)
    await go(page, '/healthy')
    await expect(page.getByText(/All is well/)).toBeVisible()
  })

  test('a healthy remote is drawn, in its own style', async ({ open }) => {
    const page = await open('/healthy')
    await expect(page.getByText(/All is well/)).toHaveCSS('color', 'rgb(1, 2, 3)')
  })
})
