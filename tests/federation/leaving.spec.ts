import type { CDPSession, Page } from '@playwright/test'
import { expect } from '../e2e/test.ts'
import { go, test } from './test.ts'

interface Weight {
  readonly listeners: number
  readonly nodes: number
  readonly heap: number
}

async function weigh(session: CDPSession): Promise<Weight> {
  await session.send('HeapProfiler.collectGarbage')
  await session.send('HeapProfiler.collectGarbage')
  const { metrics } = await session.send('Performance.getMetrics')
  const read = (wanted: string): number => metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN
  return { listeners: read('JSEventListeners'), nodes: read('Nodes'), heap: read('JSHeapUsedSize') }
}

/** Opens and leaves a remote, each time waiting until it is rendered and until it is removed. */
const comeAndGo = (page: Page, times: number): Promise<void> =>
  page.evaluate(async (count) => {
    const to = (path: string): void => {
      history.pushState(null, '', path)
      dispatchEvent(new PopStateEvent('popstate'))
    }
    const until = async (ready: () => boolean): Promise<void> => {
      while (!ready()) await new Promise((resolve) => setTimeout(resolve, 1))
    }
    const rendered = (): boolean => document.querySelector('[data-remote=restless] li') !== null
    for (let round = 0; round < count; round++) {
      to('/restless')
      await until(rendered)
      to('/healthy')
      await until(() => !rendered() && document.querySelector('[data-remote=healthy] p') !== null)
    }
  }, times)

test('a remote that comes and goes two hundred times leaves nothing behind', async ({ open }) => {
  test.setTimeout(120_000)
  const page = await open('/healthy')
  await expect(page.getByText(/All is well/)).toBeVisible()
  await expect(page.locator('[data-remote=search]')).toBeAttached()
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  await comeAndGo(page, 20)
  const before = await weigh(session)
  await comeAndGo(page, 200)
  const after = await weigh(session)
  // A leak of one listener, or one list of fifty rows, a round would add 200 or 20 000.
  expect(after.listeners - before.listeners).toBeLessThan(40)
  expect(after.nodes - before.nodes).toBeLessThan(500)
  expect(after.heap - before.heap).toBeLessThan(2_000_000)
})

test('styles of one remote reach no other, and none after it is unmounted', async ({ open }) => {
  const page = await open('/healthy')
  const healthy = page.getByText(/All is well/)
  await expect(healthy).toHaveCSS('color', 'rgb(1, 2, 3)')
  await go(page, '/dressed-alike')
  const alike = page.getByText('The same class, another colour')
  await expect(alike).toHaveCSS('color', 'rgb(7, 8, 9)')
  await expect(alike).toHaveCSS('letter-spacing', '3px')
  await go(page, '/healthy')
  await expect(healthy).toHaveCSS('color', 'rgb(1, 2, 3)')
  await expect(healthy).toHaveCSS('letter-spacing', 'normal')
  await go(page, '/dressed-alike')
  await expect(alike).toHaveCSS('letter-spacing', '3px')
})
