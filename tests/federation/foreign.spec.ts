import type { Page } from '@playwright/test'
import { expect, expectAlive, expectMessage, go, reported, test } from './test.ts'

// Pages that are not written in React, under the policy of every page and what they were granted.

const pages = [
  { name: 'in-vue', title: 'Rendered by Vue', granted: { trustedTypes: ['vue'] } },
  { name: 'in-lit', title: 'Rendered by Lit', granted: { trustedTypes: ['lit-html'] } },
  { name: 'in-svelte', title: 'Rendered by Svelte', granted: { trustedTypes: ['svelte-trusted-html'] } },
  { name: 'own-react', title: 'Rendered by a React of its own', granted: undefined },
  { name: 'by-rspack', title: 'Bundled by rspack', granted: undefined },
  { name: 'as-element', title: 'Rendered by an element', granted: undefined },
]

/** The policy of the document that is loaded. */
async function policyAt(page: Page, url: string): Promise<string> {
  const response = await page.goto(url)
  return response?.headers()['content-security-policy'] ?? ''
}

for (const { name, title, granted } of pages)
  test(`${name}: is rendered, follows its address, and goes`, async ({ open, site }) => {
    await site.editRegistry(({ grants }) => void (grants[name] = granted ?? {}))
    const page = await open('/healthy')
    const errors: string[] = []
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
    await page.goto(`${site.origin}/${name}/first`)
    const main = page.getByRole('main')
    await expect(main.getByText(title)).toBeVisible()
    await main.getByRole('button', { name: 'Clicked 0' }).click()
    await expect(main.getByRole('button', { name: 'Clicked 1' })).toBeVisible()
    await go(page, `/${name}/second`)
    await expect(main.getByText('at /second')).toBeVisible()
    await expect(main.getByRole('button', { name: 'Clicked 1' })).toBeVisible()
    await expectAlive(page)
    await expect(page.getByText(title)).toHaveCount(0)
    expect(errors).toEqual([])
  })

test('by-rspack: its lazy chunk is loaded by its hash, and reads the context of the host', async ({ open }) => {
  const page = await open('/by-rspack')
  await expect(page.getByRole('main').getByText('a lazy chunk for Alex Winter')).toBeVisible()
})

for (const { name, title, granted } of pages.filter((each) => each.granted))
  test(`${name}: without the grant it is refused, and the browser names its policy`, async ({ open, site }) => {
    await site.editRegistry(({ grants }) => void delete grants[name])
    const page = await open('/healthy')
    const policy = granted?.trustedTypes[0] ?? ''
    await expect.poll(() => policyAt(page, `${site.origin}/healthy`)).not.toContain(policy)
    const named = reported(page, new RegExp(`'${policy}'`))
    await page.goto(`${site.origin}/${name}`)
    await named
    await expectMessage(page, /could not be opened/)
    await expect(page.getByText(title)).toHaveCount(0)
    await expect.poll(() => site.takeViolations().join()).toContain('trusted-types')
  })

test.describe('a grant', () => {
  const granted = { connect: ['http://localhost:4799'] }

  test('is in the policy of its remote’s page, in no other, and only once it is granted', async ({ open, site }) => {
    await site.editRegistry(({ grants }) => void delete grants['as-element'])
    const page = await open('/as-element')
    const [own, other] = [`${site.origin}/as-element`, `${site.origin}/settings`]
    expect(await policyAt(page, own)).not.toContain('http://localhost:4799')
    await site.editRegistry(({ grants }) => void (grants['as-element'] = granted))
    await expect.poll(() => policyAt(page, own)).toContain("connect-src 'self' ")
    await expect.poll(() => policyAt(page, own)).toContain('http://localhost:4799')
    expect(await policyAt(page, other)).not.toContain('http://localhost:4799')
  })

  test('comes with a load of the page, when one goes there from a page that lacks it', async ({ open, site }) => {
    await site.editRegistry(({ grants }) => void (grants['as-element'] = granted))
    const page = await open('/settings')
    await expect.poll(() => policyAt(page, `${site.origin}/as-element`)).toContain('http://localhost:4799')
    await page.goto(`${site.origin}/settings`)
    await page.evaluate(() => Reflect.set(globalThis, 'sameDocument', true))
    const loaded = page.waitForEvent('load')
    await go(page, '/as-element/there')
    await loaded
    await expect(page.getByRole('main').getByText('at /there')).toBeVisible()
    expect(await page.evaluate(() => Reflect.get(globalThis, 'sameDocument'))).toBeUndefined()
  })
})
