import { globSync, readdirSync } from 'node:fs'
import { expect, test as base, type Page } from '@playwright/test'
import { watchForTrouble } from '../e2e/test.ts'
import {
  fromRegistry,
  installRepositories,
  type InstalledRepositories,
  type Repository,
} from './installed-repositories.ts'

interface Product extends InstalledRepositories {
  readonly origin: string
}

const test = base.extend<object, { readonly product: Product }>({
  product: [
    async ({}, use) => {
      const repositories = installRepositories()
      try {
        // Three teams at the same time: the store is changed by compare and swap.
        await Promise.all([
          repositories.releaseLater('host', 'shell'),
          repositories.releaseLater('metrics', 'metrics'),
          repositories.releaseLater('incidents', 'incidents'),
        ])
        const site = repositories.serve()
        const origin = await site.printed(/http:\/\/127\.0\.0\.1:\d+/)
        await use({ ...repositories, origin })
        await site.stop()
      } finally {
        repositories.remove()
      }
    },
    { scope: 'worker', timeout: 300_000 },
  ],
})

test.describe.configure({ mode: 'serial' })

async function signIn(page: Page, { origin }: Product, [name, password]: readonly [string, string]): Promise<void> {
  await page.goto(`${origin}/`)
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
}

const ada = ['ada', 'tower'] as const
const grace = ['grace', 'harbour'] as const

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true })

const stableOf = ({ atrium }: Product, name: string): string => {
  const { packages } = JSON.parse(atrium('host', 'status', '--json')) as {
    readonly packages: Readonly<Record<string, { readonly channels: { readonly stable: string } }>>
  }
  return packages[name]?.channels.stable ?? ''
}

test('three repositories with nothing but packed packages have no type errors and a good diagnosis', ({ product }) => {
  test.setTimeout(120_000)
  for (const repository of ['host', 'incidents', 'metrics'] satisfies Repository[]) {
    expect(product.types(repository)).toBe('')
    expect(product.atrium(repository, 'doctor')).toContain('Nothing is wrong with')
  }
})

test('what is built is in the repository, and nothing of it in node_modules', ({ product }) => {
  expect(globSync('dist/builds/*/record.json', { cwd: product.at('metrics') })).toHaveLength(1)
  expect(globSync('node_modules/**/record.json', { cwd: product.at('metrics') })).toEqual([])
})

test('the documentation is installed with the command line', ({ product }) => {
  const documents = readdirSync(product.at('host', 'node_modules/@atrium/cli/dist/docs'))
  expect(documents).toEqual(expect.arrayContaining(['adopting.md', 'slots.md', 'security.md']))
})

test('they make one page, in which a remote shows what another one exposes', async ({ page, product }) => {
  const trouble: string[] = []
  watchForTrouble(page, trouble)
  await signIn(page, product, ada)
  await expect(heading(page, 'Open incidents')).toBeVisible()
  await expect(page.getByText('On duty: ada')).toBeVisible()
  await expect(page.getByRole('img', { name: 'Load of checkout' })).toBeVisible()
  await page.getByRole('link', { name: 'Metrics' }).click()
  await expect(page.getByRole('img', { name: 'Requests of mailer' })).toBeVisible()
  expect(trouble).toEqual([])
})

test('a remote adds to a slot of another team’s remote, which names none', async ({ page, product }) => {
  await signIn(page, product, ada)
  await page.getByRole('link', { name: 'Metrics' }).click()
  await expect(page.getByText('Open incident INC-8: Queue grows')).toBeVisible()
})

test('a wrong password is refused', async ({ page, product }) => {
  await page.goto(`${product.origin}/`)
  await page.getByLabel('Name').fill('ada')
  await page.getByLabel('Password').fill('harbour')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert')).toHaveText('Name or password is wrong.')
})

test('a team releases its remote to one group, makes it stable, and takes it back', async ({ page, product }) => {
  test.setTimeout(120_000)
  const before = stableOf(product, 'incidents')
  product.edit('incidents', 'src/exposes/page.tsx', ['Open incidents', 'Incidents of today'])
  product.atrium('incidents', 'release', 'incidents', '--cohort', 'grace')
  await signIn(page, product, ada)
  await expect(heading(page, 'Open incidents')).toBeVisible()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
  await signIn(page, product, grace)
  await expect(heading(page, 'Incidents of today')).toBeVisible()

  product.atrium('host', 'promote', 'incidents')
  expect(stableOf(product, 'incidents')).not.toBe(before)
  product.atrium('host', 'rollback', 'incidents')
  expect(stableOf(product, 'incidents')).toBe(before)
  await expect
    .poll(async () => {
      await page.goto(`${product.origin}/`)
      return heading(page, 'Open incidents').isVisible()
    })
    .toBe(true)
})

test('a release that throws leaves people with the release before, until it is rolled back', async ({
  page,
  product,
}) => {
  test.setTimeout(120_000)
  const before = stableOf(product, 'metrics')
  product.edit('metrics', 'src/exposes/page.tsx', [
    "useEffect(() => onTitle('Metrics'), [onTitle])",
    "useEffect(() => onTitle('Metrics'), [onTitle])\n  if (typeof onTitle === 'function') throw new Error('broken on purpose')",
  ])
  product.atrium('metrics', 'release', 'metrics')
  expect(stableOf(product, 'metrics')).not.toBe(before)
  await signIn(page, product, ada)
  await page.goto(`${product.origin}/metrics`)
  await expect(page.getByRole('img', { name: 'Requests of mailer' })).toBeVisible({ timeout: 30_000 })
  product.atrium('host', 'rollback', 'metrics')
  expect(stableOf(product, 'metrics')).toBe(before)
})

// The long form, `pnpm packed`.
if (fromRegistry)
  test('a team develops its remote in the running site', async ({ page, product }) => {
    test.setTimeout(180_000)
    const server = product.develop('incidents')
    try {
      await server.printed(/override=incidents/)
      await signIn(page, product, ada)
      await page.goto(`${product.origin}/incidents?override=incidents`)
      await expect(heading(page, 'Incidents of today')).toBeVisible()
      product.edit('incidents', 'src/exposes/page.tsx', ['Incidents of today', 'Incidents being edited'])
      await expect(heading(page, 'Incidents being edited')).toBeVisible({ timeout: 30_000 })
    } finally {
      await server.stop()
    }
  })
