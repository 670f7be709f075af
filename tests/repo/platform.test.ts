import { readFileSync } from 'node:fs'
import path from 'node:path'
import { platformVersion } from '@atrium/protocol'
import { expect, test } from '@jest/globals'
import { root } from './source-files.ts'

/** Major version of the platform → the federation runtime its host lends. Released remotes call into it, for as long as they are kept. */
const runtimes: Readonly<Record<number, string>> = { 1: '2.9.2', 2: '2.9.2' }

test('another version of federation is another platform, so that no release meets a runtime it does not know', () => {
  const catalog = readFileSync(path.join(root, 'pnpm-workspace.yaml'), 'utf8')
  const versions = [...catalog.matchAll(/'@module-federation\/[\w-]+': (\S+)/g)].map(([, version]) => version)
  expect(versions.length).toBeGreaterThan(2)
  expect(new Set(versions)).toEqual(new Set([runtimes[Number.parseInt(platformVersion, 10)]]))
})
