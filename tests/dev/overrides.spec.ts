import type { Page } from '@playwright/test'
import { signIn } from '../e2e/test.ts'
import { expect, name, test } from './test.ts'

const badge = (page: Page) => page.getByRole('complementary', { name: 'Overrides' })

test.describe('the production shell', () => {
  test('loads a remote from its dev server, shows that, and ends it with one click', async ({
    page,
    production,
    dev,
    edit,
  }) => {
    expect(dev.ownOrigin(name)).toMatch(/^http:\/\/localhost:\d+$/)
    await signIn(page, production.origin)
    await page.goto(`${production.origin}/${name}?override=${name}`)
    await expect(page).toHaveURL(`${production.origin}/${name}`)
    await expect(badge(page)).toContainText(`${name} from ${new URL(dev.ownOrigin(name)).host}, unsigned`)
    await expect(page.getByText('As it was.')).toBeVisible()

    await page.getByRole('combobox', { name: 'Search mail' }).fill('the rest of the page lives')
    edit('exposes/page.tsx', 'As it was.', 'As it is now.')
    await expect(page.getByText('As it is now.')).toBeVisible()
    await expect(page.getByRole('combobox', { name: 'Search mail' })).toHaveValue('the rest of the page lives')

    await badge(page).getByRole('link').click()
    await expect(page.getByText('It has its own build and its own release.')).toBeVisible()
    await expect(badge(page)).toHaveCount(0)
    await expect(page).toHaveURL(`${production.origin}/${name}`)
  })

  test('refuses what is not on this machine, says why, and stays strict', async ({ page, production }) => {
    const hosts: string[] = []
    page.on('request', (request) => hosts.push(new URL(request.url()).host))
    await signIn(page, production.origin)
    const response = await page.goto(`${production.origin}/${name}?override=${name}=https://elsewhere.example/dev/`)
    await expect(badge(page)).toContainText('only a dev server on this machine is allowed')
    await expect(page.getByText('It has its own build and its own release.')).toBeVisible()
    expect(response?.headers()['integrity-policy']).toContain('blocked-destinations=(script)')
    expect([...new Set(hosts)]).toEqual([new URL(production.origin).host])
  })
})
