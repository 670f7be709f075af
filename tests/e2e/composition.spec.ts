import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { ReleaseRecord } from '@atrium/protocol'
import { lastBuilds } from '@atrium/cli'
import { expect, signIn, test } from './test.ts'

/** What the official federation manifest says, as far as it is looked at here. */
interface Manifest {
  readonly metaData: {
    readonly globalName: string
    readonly remoteEntry: { readonly name: string; readonly path: string }
  }
  readonly exposes: readonly { readonly path: string }[]
}

/** React, react-dom, zustand and the shared packages, with who provides which version to the page. */
interface Sharing {
  readonly [library: string]: readonly { readonly version: string; readonly from: string }[]
}

const sharing = () => {
  interface Instance {
    readonly name: string
    readonly shareScopeMap: { readonly default: Readonly<Record<string, Readonly<Record<string, { from: string }>>>> }
  }
  const { __INSTANCES__ } = Reflect.get(globalThis, '__FEDERATION__') as { __INSTANCES__: Instance[] }
  const scope = __INSTANCES__.find(({ name }) => name === 'shell')?.shareScopeMap.default ?? {}
  return Object.fromEntries(
    Object.entries(scope).map(([library, versions]) => [
      library,
      Object.entries(versions).map(([version, { from }]) => ({ version, from })),
    ]),
  )
}

/** Runs in the page before anything else: notes each element that is there for a moment and could bring code or styles. */
function watchForBareFiles(): void {
  const watched = { seen: 0, bare: [] as string[] }
  const files =
    'script[src], link[rel~=stylesheet], link[rel~=modulepreload], link[rel~=preload], link[rel~=prefetch], style'
  const look = (element: Element): void => {
    watched.seen += 1
    if (!element.getAttribute('integrity')?.startsWith('sha384-')) watched.bare.push(element.outerHTML.slice(0, 200))
  }
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes)
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue
        if (node.matches(files)) look(node)
        node.querySelectorAll(files).forEach(look)
      }
  }).observe(document, { childList: true, subtree: true })
  Reflect.set(globalThis, 'watchedFiles', watched)
}

test.describe('the composed page', () => {
  test('renders four remotes from independent releases', async ({ inbox, trouble }) => {
    await expect(inbox.locator('[data-remote=inbox]').first()).toBeAttached()
    await inbox.getByRole('link', { name: 'Settings' }).click()
    await expect(inbox.getByRole('heading', { name: 'Settings' })).toBeVisible()
    expect(trouble).toEqual([])
  })

  test('has one of every shared library, all of them the host’s', async ({ inbox }) => {
    await inbox.getByRole('link', { name: 'Settings' }).click()
    await expect(inbox.getByRole('heading', { name: 'Settings' })).toBeVisible()
    const scope: Sharing = await inbox.evaluate(sharing)
    expect(Object.keys(scope)).toEqual(expect.arrayContaining(['react', 'react-dom', 'zustand', '@atrium/remote']))
    for (const [library, copies] of Object.entries(scope)) expect(copies, library).toHaveLength(1)
    for (const library of ['react', 'react-dom', 'zustand', '@atrium/remote', '@atrium/mail', '@atrium/ui']) {
      expect(
        scope[library]?.map(({ from }) => from),
        library,
      ).toEqual(['shell'])
    }
  })

  test('downloads no file twice and no shared library from a remote', async ({ page, server }) => {
    await signIn(page, server.origin)
    await page.goto(`${server.origin}/`)
    await expect(page.locator('[data-remote=inbox]').first()).toBeAttached()
    await page.getByRole('link', { name: 'Settings' }).click()
    await expect(page.getByRole('heading', { name: 'Settings', exact: true })).toBeVisible()
    // What came over the network: a file prefetched and used later is requested twice and sent once.
    const sent = await page.evaluate(() =>
      (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
        .filter(({ name, transferSize }) => name.includes('/releases/') && transferSize > 0)
        .map(({ name }) => name),
    )
    expect(sent.length).toBeGreaterThan(5)
    expect(sent.toSorted()).toEqual([...new Set(sent)].toSorted())
  })

  test('takes no script and no stylesheet without integrity, at any moment of a session', async ({ page, server }) => {
    await page.addInitScript(watchForBareFiles)
    await signIn(page, server.origin)
    await page.goto(`${server.origin}/`)
    await page.getByRole('row').first().click()
    await expect(page.getByRole('button', { name: 'Reply', exact: true }).first()).toBeVisible()
    await page.getByRole('button', { name: 'Compose' }).first().click()
    await expect(page.getByRole('dialog', { name: 'New message' })).toBeVisible()
    await page.getByRole('link', { name: 'Settings' }).click()
    await expect(page.getByRole('heading', { name: 'Appearance' })).toBeVisible()
    await page.getByPlaceholder('Search mail').fill('observatory')
    await page.getByPlaceholder('Search mail').press('Enter')
    await expect(
      page
        .getByRole('main')
        .getByText(/observatory/i)
        .first(),
    ).toBeVisible()
    const { seen, bare } = await page.evaluate(
      () => Reflect.get(globalThis, 'watchedFiles') as { seen: number; bare: string[] },
    )
    expect(seen).toBeGreaterThan(15)
    expect(bare).toEqual([])
  })

  test('can be read by the ecosystem’s own tools: a manifest of every remote, and the runtime’s global', async ({
    inbox,
    server,
  }) => {
    await expect(inbox.locator('[data-remote=inbox]').first()).toBeAttached()
    const runtime = await inbox.evaluate(() => {
      const { __INSTANCES__ } = Reflect.get(globalThis, '__FEDERATION__') as {
        __INSTANCES__: { name: string; options: { remotes: { name: string }[] } }[]
      }
      return __INSTANCES__.map(({ name, options }) => ({ name, remotes: options.remotes.map((remote) => remote.name) }))
    })
    const shell = runtime.find(({ name }) => name === 'shell')
    expect(shell?.remotes).toEqual(expect.arrayContaining([expect.stringMatching(/^inbox@[0-9a-f]{12}$/)]))
    for (const { name, folder } of lastBuilds().filter((build) => build.name !== 'shell')) {
      const { version, exposes } = JSON.parse(readFileSync(path.join(folder, 'record.json'), 'utf8')) as ReleaseRecord
      const release = `${server.origin}/releases/${name}/${version}`
      const response = await inbox.request.get(`${release}/mf-manifest.json`)
      const manifest = (await response.json()) as Manifest
      expect(manifest.exposes.map((each) => each.path).toSorted(), name).toEqual(Object.keys(exposes).toSorted())
      const entry = await inbox.request.get(
        `${release}/${manifest.metaData.remoteEntry.path}${manifest.metaData.remoteEntry.name}`,
      )
      expect(await entry.text(), name).toContain(manifest.metaData.globalName)
    }
  })

  test('says calmly that there is nothing at an address, and shows the way', async ({ page, server }) => {
    await signIn(page, server.origin)
    await page.goto(`${server.origin}/nothing-here`)
    await expect(page.getByRole('main').getByText('There is no page at this address')).toBeVisible()
    await page.getByRole('button', { name: 'Go to the inbox' }).click()
    await expect(page).toHaveURL(`${server.origin}/`)
    await expect(page.getByRole('row').first()).toBeVisible()
  })
})
