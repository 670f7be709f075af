import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, expect, test } from '@jest/globals'
import { integrityOf, type Store } from '@atrium/store'
import { readRegistry } from './registry.ts'
import { releaseBuilds } from './operations.ts'
import { readRelease } from './uploads.ts'
import { buildFixture, historyOf, releaseContext, useFreshKeys, versionOf } from '../testing/release-builder.ts'

beforeAll(useFreshKeys)

const stable = { channel: 'stable' } as const
const [one, two] = [buildFixture({ text: 'one' }), buildFixture({ text: 'two' })]

/** Versions that the registry lists; each is there with all its bytes. */
async function wholeReleases(store: Store): Promise<string[]> {
  const listing = (await readRegistry(store)).registry?.listings['inbox']
  const versions = Object.keys(listing?.releases ?? {})
  for (const version of versions)
    for (const [file, hash] of Object.entries((await readRelease(store, 'inbox', version)).record.files)) {
      const bytes = (await store.read(`inbox/${version}/${file}`))?.bytes ?? ''
      expect(integrityOf(bytes)).toBe(hash)
    }
  return versions
}

const program = path.join(import.meta.dirname, '../testing/killed-release.ts')

/** @returns What was to be done when it was killed; undefined when it came to its end. */
function killedAt(store: Store, step: number, moment: string): string | undefined {
  const { signal, status, stdout, stderr } = spawnSync(
    process.execPath,
    [program, store.location, two, String(step), moment],
    { encoding: 'utf8', env: { ...process.env } },
  )
  if (signal === 'SIGKILL') return stdout.trim()
  expect([status, stderr]).toEqual([0, ''])
  return undefined
}

test.each(['before', 'after'])(
  'killed %s any step, the old or the new release is whole, and the next one completes it',
  async (moment) => {
    const seen: string[] = []
    for (let step = 1; ; step++) {
      const work = releaseContext()
      await releaseBuilds(work, { folders: [one], target: stable })
      const what = killedAt(work.store, step, moment)
      if (what === undefined) break
      seen.push(what.replaceAll(/[0-9a-f]{12}/g, 'version').replace(/\d{12}/, 'serial'))
      const versions = await wholeReleases(work.store)
      const isSwapped = what === 'replace registry.json' ? moment === 'after' : seen.includes('replace registry.json')
      expect(versions).toEqual(
        isSwapped ? expect.arrayContaining([versionOf('one'), versionOf('two')]) : [versionOf('one')],
      )
      await releaseBuilds(work, { folders: [two], target: stable })
      expect(await wholeReleases(work.store)).toHaveLength(2)
      const stableVersions = (await historyOf(work.store)).flatMap(({ moves }) =>
        moves.filter((move) => move.what === 'stable').map((move) => move.to),
      )
      expect(stableVersions).toEqual([versionOf('two'), versionOf('one')])
      expect(readFileSync(path.join(work.store.location, 'registry.json')).length).toBeGreaterThan(0)
      expect(existsSync(path.join(work.store.location, 'inbox', versionOf('two'), 'release.json'))).toBe(true)
    }
    expect(seen.map((what) => what.split(' ')[0] + (what.includes('registry.json') ? ' registry' : ''))).toEqual([
      ...Array.from({ length: 4 }, () => 'write'),
      'replace',
      'replace',
      'replace registry',
      'replace',
    ])
  },
  180_000,
)
