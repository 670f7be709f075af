import { existsSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { Store } from '@atrium/store'
import { collectGarbage } from './garbage.ts'
import { releaseBuilds } from './operations.ts'
import { buildFixture, libraryFile, releaseContext, useFreshKeys, versionOf } from '../testing/release-builder.ts'

beforeAll(useFreshKeys)

let store: Store
beforeEach(() => void ({ store } = releaseContext()))
afterEach(() => rmSync(store.location, { recursive: true }))

const release = (text: string, library: string) =>
  releaseBuilds(releaseContext(store), { folders: [buildFixture({ text, library })], target: { channel: 'stable' } })
const libraries = async (): Promise<string[]> =>
  (await store.list('inbox/vendor/')).map((file) => path.basename(file.path))
const withForms = (library: string): string[] => ['', '.br', '.gz'].map((ending) => `${libraryFile(library)}${ending}`)

/** As if everything had been written so many days ago. */
async function age(days: number): Promise<void> {
  const time = Date.now() / 1000 - days * 86_400
  for (const file of await store.list('inbox/')) utimesSync(path.join(store.location, file.path), time, time)
}

/** An age for which the whole history is long ago. */
async function collectAll(dryRun = false): Promise<string[]> {
  const work = releaseContext(store, { dryRun })
  await new Promise((resolve) => setTimeout(resolve, 50))
  await collectGarbage(work, 0.04 / 86_400)
  return work.output
}

test('libraries are removed with the last release that needs them', async () => {
  await release('one', 'react 1')
  await release('two', 'react 1')
  await release('three', 'react 2')
  await release('four', 'react 2')
  await age(40)
  expect(await collectAll(true)).toEqual([
    ...[versionOf('one'), versionOf('two')].sort().map((version) => `would remove inbox ${version}`),
    `would remove inbox/vendor/${libraryFile('react 1')}`,
    expect.stringMatching(/^2 releases, 1 libraries, /),
  ])
  expect(await libraries()).toHaveLength(6)
  await collectAll()
  expect(await libraries()).toEqual(withForms('react 2'))
})

test('a library that one of many releases needs stays', async () => {
  for (const text of ['one', 'two', 'three']) await release(text, text === 'one' ? 'react 1' : 'react 2')
  await release('four', 'react 1')
  await age(40)
  await collectAll()
  expect(await libraries()).toEqual([...withForms('react 1'), ...withForms('react 2')].sort())
})

test('an old library that no release needs yet is written again by the release being uploaded', async () => {
  await release('one', 'react 1')
  for (const text of ['two', 'three']) await release(text, 'react 2')
  await age(40)
  const slow: Store = {
    ...store,
    // Garbage is collected before the record of this release is written.
    async replace(file, bytes, tag) {
      if (file.endsWith('release.json')) await collectGarbage(releaseContext(store), 30)
      return store.replace(file, bytes, tag)
    },
  }
  await releaseBuilds(releaseContext(slow), {
    folders: [buildFixture({ text: 'four', library: 'react 1' })],
    target: { channel: 'stable' },
  })
  expect(await libraries()).toEqual(expect.arrayContaining(withForms('react 1')))
})

test('a record that cannot be read stops the collection: what it needs is unknown', async () => {
  await release('one', 'react 1')
  await release('two', 'react 2')
  await age(40)
  writeFileSync(path.join(store.location, 'inbox', versionOf('one'), 'release.json'), '{')
  writeFileSync(path.join(store.location, 'inbox/vendor/vendor.0000000000.js'), '')
  await age(40)
  await expect(collectGarbage(releaseContext(store), 30)).rejects.toThrow(
    `inbox/${versionOf('one')}/release.json cannot be read`,
  )
  expect(await libraries()).toHaveLength(7)
})

test('what a killed upload has left behind goes too', async () => {
  const draft = path.join(store.location, '.drafts/killed')
  await release('one', 'react 1')
  const leave = (): void => {
    writeFileSync(draft, 'half of a fi')
    utimesSync(draft, 0, 0)
  }
  leave()
  await collectAll(true)
  expect(existsSync(draft)).toBe(true)
  await collectAll()
  expect(existsSync(draft)).toBe(false)
})
