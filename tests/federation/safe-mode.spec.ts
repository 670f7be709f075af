import { expect } from '../e2e/test.ts'
import { expectAlive, failing, test } from './test.ts'

test.describe('safe mode', () => {
  test('leaves out the remotes that the address names, shows that, and switches them back on', async ({ open }) => {
    const page = await open('/healthy?disable=healthy')
    await expect(page.getByRole('main').getByText('Switched off: Healthy')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Off: Healthy' })).toBeVisible()
    expect(await page.evaluate(() => Object.keys(globalThis).filter((name) => name.startsWith('healthy_')))).toEqual([])
    await page.getByRole('button', { name: 'Off: Healthy' }).click()
    await page.getByRole('menuitem', { name: 'Switch Healthy back on' }).click()
    await expect(page.getByText(/All is well/)).toBeVisible()
    await expect(page.getByRole('button', { name: /^Off:/ })).toBeHidden()
  })

  test('leaves alone what fails again and again, until it is switched on', async ({ open, remote }) => {
    remote('lazy-chunk').fault = failing(/./)
    const page = await open('/lazy-chunk')
    const main = page.getByRole('main')
    for (let attempt = 0; attempt < 2; attempt++) {
      await expect(main.getByText(/could not be opened/)).toBeVisible()
      await main.getByRole('button', { name: 'Try again' }).click()
    }
    await expect(main.getByText('Switched off after repeated failures: Lazy chunk')).toBeVisible()
    await expectAlive(page)
    const before = remote('lazy-chunk').requests.length
    await open('/lazy-chunk')
    await expect(main.getByText('Switched off after repeated failures: Lazy chunk')).toBeVisible()
    remote('lazy-chunk').fault = () => false
    expect(remote('lazy-chunk').requests.length - before).toBeLessThanOrEqual(3)
    await main.getByRole('button', { name: 'Switch back on' }).click()
    await expect(page.getByText('The part has come')).toBeVisible()
  })

  test('follows the operator', async ({ open, site }) => {
    const set = (reason: string | undefined): Promise<void> =>
      site.editRegistry(({ remotes }) => {
        const entry = remotes['dressed-alike']
        if (!entry) throw new Error('dressed-alike is not in the registry')
        const { disabled: _, ...on } = entry
        remotes['dressed-alike'] = reason === undefined ? on : { ...on, disabled: reason }
      })
    await set('maintenance')
    const page = await open('/dressed-alike')
    await expect(page.getByRole('main').getByText('Switched off: Dressed alike')).toBeVisible()
    await set(undefined)
    await page.getByRole('main').getByRole('button', { name: 'Try again' }).click()
    await expect(page.getByText('The same class, another colour')).toBeVisible()
  })
})
