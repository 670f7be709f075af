import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { root } from './source-files.ts'

// What other teams write against the platform: what `npm create atrium` makes, and the repositories of examples/.

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'atrium products '))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Manifest {
  readonly name: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

const manifestIn = (place: string): Manifest =>
  JSON.parse(readFileSync(path.join(place, 'package.json'), 'utf8')) as Manifest

const platform = new Map(
  globSync(['platform/*/package.json', 'configs/package.json'], { cwd: root })
    .map((file) => path.join(root, path.dirname(file)))
    .map((place) => [manifestIn(place).name, place]),
)

/** Links what a repository declares, and nothing else. */
function link(repository: string): void {
  const { dependencies, devDependencies } = manifestIn(repository)
  for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
    const installed = [...platform.values(), root].map((place) => path.join(place, 'node_modules', name))
    const target = platform.get(name) ?? installed.find((place) => existsSync(place))
    if (target === undefined) throw new Error(`no package of this checkout declares ${name}`)
    const place = path.join(repository, 'node_modules', name)
    mkdirSync(path.dirname(place), { recursive: true })
    symlinkSync(target, place, 'junction')
  }
}

/** @returns The errors of the type check; nothing when there are none. */
function typeErrors(repository: string): string {
  link(repository)
  const compiler = path.join(root, 'node_modules/typescript/bin/tsc')
  // The platform is checked as source here, which is written for this option.
  const flags = ['-p', '.', '--exactOptionalPropertyTypes']
  const { stdout, stderr } = spawnSync(process.execPath, [compiler, ...flags], { cwd: repository, encoding: 'utf8' })
  return stdout + stderr
}

test('what npm create atrium writes fits the platform of this checkout', () => {
  const product = path.join(folder, 'my board')
  const program = path.join(root, 'platform/create-atrium/src/main.ts')
  const { status, stderr } = spawnSync(process.execPath, [program, product, '--yes'], { encoding: 'utf8' })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(typeErrors(product)).toBe('')
})

test.each(globSync('examples/*/*/package.json', { cwd: root }).map((file) => path.dirname(file)))(
  '%s fits the platform of this checkout',
  (example) => {
    const repository = path.join(folder, path.basename(example))
    cpSync(path.join(root, example), repository, {
      recursive: true,
      filter: (file) => !['node_modules', 'dist', '.atrium'].includes(path.basename(file)),
    })
    expect(typeErrors(repository)).toBe('')
  },
)
