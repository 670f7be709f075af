import { createBootSchema, type Boot, type Registry } from '@atrium/protocol'
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import path from 'node:path'
import * as v from 'valibot'
import { createBrowser, type TestBrowser } from './testing/test-browser.ts'
import { createTempFolder, removeFolders } from './testing/temp-folder.ts'
import { startSite, type TestSite } from './testing/test-site.ts'
import { remoteRelease, writeRegistry, writeStore } from './testing/release-builder.ts'

const running: TestSite[] = []
let folder: string
let registry: Registry

beforeEach(async () => {
  folder = createTempFolder()
  registry = await writeStore(
    path.join(folder, 'store'),
    ['inbox', 'search'].map((name) => remoteRelease(name)),
  )
})
afterEach(async () => {
  for (const server of running.splice(0)) await server.close()
})
afterAll(removeFolders)

async function start(): Promise<TestSite> {
  const server = await startSite({ folder })
  running.push(server)
  return server
}

const follow = (browser: TestBrowser, address: string) => browser.fetch(address, { headers: { accept: 'text/html' } })

async function bootOf(browser: TestBrowser, address: string): Promise<Boot> {
  const html = await (await follow(browser, address)).text()
  return v.parse(createBootSchema(), JSON.parse(/id="atrium-boot">(.*?)<\/script>/s.exec(html)?.[1] ?? 'null'))
}

const versionOf = (name: string): string => registry.listings[name]?.channels.stable ?? ''

describe('a preview', () => {
  const preview = remoteRelease('search', {
    files: { 'remoteEntry.js': 'self.preview = 1', 'js/page.js': '', 'css/page.css': '' },
  })

  /** The preview is listed under a name; all other users stay on their release. */
  async function listPreview(): Promise<string> {
    const store = path.join(folder, 'store')
    const { search } = registry.listings
    const { listings } = await writeStore(store, [preview], { serial: 2 })
    const version = listings['search']?.channels.stable ?? ''
    const channels = { stable: versionOf('search'), previews: { fresh: version } }
    const releases = { ...search?.releases, ...listings['search']?.releases }
    if (search)
      await writeRegistry(store, { ...registry.listings, search: { ...search, channels, releases } }, { serial: 3 })
    return version
  }

  test('is given to who follows its link, until it is dropped, and to no one else', async () => {
    const version = await listPreview()
    const { origin } = await start()
    const [ada, bob] = [createBrowser(origin), createBrowser(origin)]
    await ada.signUp('ada')
    await bob.signUp('bob')
    const first = async (browser: TestBrowser) =>
      (await bootOf(browser, '/search')).registry.entries[0]?.releases.map(({ record }) => record.version)
    const link = await follow(ada, '/search?q=tea&preview=search:fresh')
    expect([link.status, link.headers.get('location')]).toEqual([303, '/search?q=tea'])
    expect(await first(ada)).toEqual([version, versionOf('search')])
    expect((await bootOf(ada, '/search')).previews).toEqual([{ remote: 'search', name: 'fresh' }])
    expect(await first(bob)).toEqual([versionOf('search')])
    const requested = (await (await ada.fetch('/registry/search')).json()) as Boot['registry']
    expect(requested.entries[0]?.releases[0]?.record.version).toBe(version)
    await follow(ada, '/search?preview=off')
    expect(await first(ada)).toEqual([versionOf('search')])
    expect((await bootOf(ada, '/search')).previews).toBeUndefined()
  })

  test('that has ended is reported in the page', async () => {
    const { origin } = await start()
    const browser = createBrowser(origin)
    await follow(browser, '/?preview=search:gone')
    expect((await bootOf(browser, '/')).previews).toEqual([{ remote: 'search', name: 'gone', refused: 'it is over' }])
  })
})
