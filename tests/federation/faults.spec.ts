import { expect } from '../e2e/test.ts'
import { expectAlive, expectMessage, failing, go, reported, test } from './test.ts'

test.describe('a remote that fails is a message, not an outage', () => {
  for (const name of [
    'throws-at-import',
    'throws-at-mount',
    'throws-in-effect',
    'exposes-nothing',
    'exposes-wrong-thing',
  ]) {
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
    const named = reported(page, /SECOND_COPY|twice/)
    await go(page, '/second-react')
    expect(await named).toMatch(/^second-react [\s\S]*is in the page twice: react, brought by second-react/)
    await expectMessage(page, /could not be opened/)
  })

  test('second-store: refused, with an error that names both copies', async ({ open, remote, site }) => {
    const page = await open('/healthy')
    await expect(page.getByText(/All is well/)).toBeVisible()
    const named = reported(page, /twice/)
    await go(page, '/second-store')
    const text = await named
    expect(text).toMatch(/^second-store [\s\S]*is in the page twice: @atrium\/remote/)
    expect(text).toContain(`first from ${site.origin}/`)
    expect(text).toContain(`again from ${remote('second-store').origin}/second-store/`)
    await expectMessage(page, /could not be opened/)
  })

  test('own-state: a hook that makes one state per caller is named, with what they read', async ({ open }) => {
    const page = await open('/own-state')
    await page.getByRole('button', { name: 'First: 0' }).waitFor()
    const named = reported(page, /for each caller/)
    await page.getByRole('button', { name: 'First: 0' }).click()
    expect(await named).toMatch(
      /^own-state [\s\S]*own-state\/page useCount of release \w+: one caller reads {"count":1}, another {"count":0}/,
    )
    await expect(page.getByRole('button', { name: 'Second: 0' })).toBeVisible()
    await expectAlive(page)
  })

  test('floods-events: one flood is held back and named, and the page keeps working', async ({ open }) => {
    const page = await open('/healthy')
    await expect(page.getByText(/All is well/)).toBeVisible()
    const counter = await page.evaluateHandle(() => {
      const count = { events: 0 }
      addEventListener('atrium:draft:discarded', () => count.events++)
      return count
    })
    const named = reported(page, /more events/)
    await go(page, '/floods-events')
    expect(await named).toMatch(/^floods-events [\s\S]*floods-events sent draft:discarded more than 1000 times/)
    await expectMessage(page, /^Flooded$/)
    await expect.poll(() => counter.evaluate(({ events }) => events)).toBe(1001)
  })

  test('floods-for-ever: the page answers meanwhile, and the remote is taken out of it', async ({ open }) => {
    const page = await open('/floods-for-ever')
    await expect(page.getByRole('main').getByText('Flooding')).toBeVisible()
    const box = page.getByPlaceholder('Search mail')
    await box.fill('typed during the flood', { timeout: 2000 })
    await expect(box).toHaveValue('typed during the flood')
    await expect(
      page.getByRole('main').getByText('Switched off after repeated failures: Floods for ever'),
    ).toBeVisible()
    await expect(page.getByRole('button', { name: 'Off: Floods for ever' })).toBeVisible()
    await expectAlive(page)
  })

  test('never-answers: given up within a time a user accepts', async ({ open, remote }) => {
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

  test('a healthy remote renders in its own style', async ({ open }) => {
    const page = await open('/healthy')
    await expect(page.getByText(/All is well/)).toHaveCSS('color', 'rgb(1, 2, 3)')
  })
})
