import { createBootSchema, type Boot, type Registry } from '@atrium/protocol'
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import path from 'node:path'
import * as v from 'valibot'
import { aBrowser, type TestBrowser } from './testing/a-browser.ts'
import { aFolder, removeFolders } from './testing/a-folder.ts'
import { aSite, type TestSite } from './testing/a-site.ts'
import { aRemote, writeRegistry, writeStore } from './testing/a-store.ts'

const running: TestSite[] = []
let folder: string
let registry: Registry

beforeEach(async () => {
  folder = aFolder()
  registry = await writeStore(
    path.join(folder, 'store'),
    ['inbox', 'search'].map((name) => aRemote(name)),
  )
})
afterEach(async () => {
  for (const server of running.splice(0)) await server.close()
})
afterAll(removeFolders)

async function start(): Promise<TestSite> {
  const server = await aSite({ folder })
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
  const preview = aRemote('search', {
    files: { 'remoteEntry.js': 'self.preview = 1', 'js/page.js': '', 'css/page.css': '' },
  })

  /** The preview is listed under a name; everybody else keeps what they have. */
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

  test('is given to who follows its link, until it is dropped, and to nobody else', async () => {
    const version = await listPreview()
    const { origin } = await start()
    const [ada, bob] = [aBrowser(origin), aBrowser(origin)]
    await ada.signUp('ada')
    await bob.signUp('bob')
    const first = async (browser: TestBrowser) =>
      (await bootOf(browser, '/search')).registry.entries[0]?.releases.map(({ record }) => record.version)
    const link = await follow(ada, '/search?q=tea&preview=search:fresh')
    expect([link.status, link.headers.get('location')]).toEqual([303, '/search?q=tea'])
    expect(await first(ada)).toEqual([version, versionOf('search')])
    expect((await bootOf(ada, '/search')).previews).toEqual([{ remote: 'search', name: 'fresh' }])
    expect(await first(bob)).toEqual([versionOf('search')])
    const asked = (await (await ada.fetch('/registry/search')).json()) as Boot['registry']
    expect(asked.entries[0]?.releases[0]?.record.version).toBe(version)
    await follow(ada, '/search?preview=off')
    expect(await first(ada)).toEqual([versionOf('search')])
    expect((await bootOf(ada, '/search')).previews).toBeUndefined()
  })

  test('that is over says so', async () => {
    const { origin } = await start()
    const browser = aBrowser(origin)
    await follow(browser, '/?preview=search:gone')
    expect((await bootOf(browser, '/')).previews).toEqual([{ remote: 'search', name: 'gone', refused: 'it is over' }])
  })
})
