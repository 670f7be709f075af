import { describe, expect, test } from '@jest/globals'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '../..')
const workspace = readFileSync(path.join(root, 'pnpm-workspace.yaml'), 'utf8')
const lockfile = readFileSync(path.join(root, 'pnpm-lock.yaml'), 'utf8')

const packageFiles = (): string[] =>
  [
    '.',
    'shell',
    'server',
    'configs',
    'tools',
    'tests',
    ...['platform', 'remotes', 'shared'].flatMap((group) =>
      readdirSync(path.join(root, group)).map((name) => `${group}/${name}`),
    ),
  ]
    .map((folder) => path.join(root, folder, 'package.json'))
    .filter((file) => existsSync(file))

interface Package {
  readonly scripts?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

describe('what we build on', () => {
  test('is days old before it is taken', () => {
    expect(Number(/^minimumReleaseAge: (\d+)$/m.exec(workspace)?.[1])).toBeGreaterThanOrEqual(4320)
  })

  test('runs no install script without a reason beside its name', () => {
    const lines = (/^allowBuilds:\n((?: {2}.*\n?)*)/m.exec(workspace)?.[1] ?? '').trimEnd().split('\n')
    const entries = lines.flatMap((line, index) => (/^ {2}\S.*: (?:true|false)$/.test(line) ? [index] : []))
    expect(entries.length).toBeGreaterThan(0)
    for (const index of entries)
      expect([lines[index], lines[index - 1]]).toEqual([lines[index], expect.stringMatching(/^ {2}# \S.{9,}/)])
  })

  test('is listed with a hash, and comes from the registry alone', () => {
    const resolutions = lockfile.match(/^ {4}resolution: .*$/gm) ?? []
    expect(resolutions.length).toBeGreaterThan(300)
    expect(resolutions.filter((line) => !/\{integrity: sha512-[A-Za-z0-9+/=]+\}$/.test(line))).toEqual([])
  })

  test('has its version in one place', () => {
    for (const file of packageFiles()) {
      const { dependencies, devDependencies } = JSON.parse(readFileSync(file, 'utf8')) as Package
      for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies }))
        expect([file, name, version]).toEqual([file, name, expect.stringMatching(/^(?:catalog:|workspace:\*)$/)])
    }
  })

  test('our own packages run nothing when they are installed', () => {
    for (const file of packageFiles()) {
      const { scripts = {} } = JSON.parse(readFileSync(file, 'utf8')) as Package
      expect([
        file,
        Object.keys(scripts).filter((name) => /^(?:pre|post)?(?:install|prepare|pack|publish)$/.test(name)),
      ]).toEqual([file, []])
    }
  })

  test('is installed from the lockfile by every root script', () => {
    expect(readFileSync(path.join(root, 'tools/run.mjs'), 'utf8')).toContain("'--frozen-lockfile'")
  })
})

test.each(['@oxlint/binding', '@oxfmt/binding', '@unrs/resolver-binding', '@rspack/binding', '@typescript/typescript'])(
  'the lockfile has the native program of %s for Linux, macOS and Windows',
  (family) => {
    const systems = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64']
    const locked = systems.filter((system) => lockfile.includes(`\n  '${family}-${system}`))
    expect(locked).toEqual(systems)
  },
)
