import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { root } from './source-files.ts'

/** Packages of `platform/` that another product copies into its own repository. */
const packages = ['protocol', 'trust', 'store', 'remote', 'host', 'gateway', 'cli', 'inspector', 'create-atrium']

let copy: string
beforeAll(() => {
  copy = mkdtempSync(path.join(os.tmpdir(), 'atrium-platform-'))
  for (const name of packages) copyPackage(name)
  const { compilerOptions } = JSON.parse(readFileSync(path.join(root, 'tsconfig.base.json'), 'utf8')) as {
    compilerOptions: object
  }
  const config = {
    compilerOptions: { ...compilerOptions, lib: ['es2024', 'dom', 'dom.iterable'], types: ['node'] },
    include: ['platform/*/src'],
    exclude: ['**/*.test.ts', '**/*.test.tsx', '**/testing'],
  }
  writeFileSync(path.join(copy, 'tsconfig.json'), JSON.stringify(config))
  link('@types/node', path.join(root, 'node_modules/@types/node'), path.join(copy, 'node_modules'))
})
afterAll(() => rmSync(copy, { recursive: true, force: true }))

function link(dependency: string, target: string, modules: string): void {
  const place = path.join(modules, dependency)
  mkdirSync(path.dirname(place), { recursive: true })
  symlinkSync(target, place, 'junction')
}

/** A package with the dependencies that it declares, and none that it only happens to find here. */
function copyPackage(name: string): void {
  const source = path.join(root, 'platform', name)
  const target = path.join(copy, 'platform', name)
  cpSync(source, target, { recursive: true, filter: (file) => path.basename(file) !== 'node_modules' })
  const manifest = JSON.parse(readFileSync(path.join(source, 'package.json'), 'utf8')) as Record<
    string,
    Record<string, string> | undefined
  >
  const types = Object.keys(manifest['devDependencies'] ?? {}).filter((dependency) => dependency.startsWith('@types/'))
  const needed = Object.keys({ ...manifest['dependencies'], ...manifest['peerDependencies'] })
  for (const dependency of new Set([...needed, ...types])) {
    const sibling = dependency.replace(/^@atrium\//, '')
    const installed = packages.includes(sibling)
      ? path.join(copy, 'platform', sibling)
      : realpathSync(path.join(source, 'node_modules', dependency))
    link(dependency, installed, path.join(target, 'node_modules'))
  }
}

test('depends on packages of the platform only', () => {
  const outside = packages.flatMap((name) => {
    const manifest = JSON.parse(readFileSync(path.join(root, 'platform', name, 'package.json'), 'utf8')) as {
      dependencies?: object
    }
    return Object.keys(manifest.dependencies ?? {})
      .filter(
        (dependency) =>
          dependency.startsWith('@atrium/') &&
          !existsSync(path.join(root, 'platform', dependency.slice('@atrium/'.length))),
      )
      .map((dependency) => `${name} depends on ${dependency}`)
  })
  expect(outside).toEqual([])
})

test('type-checks in a folder of its own, with nothing but its dependencies', () => {
  const tsc = spawnSync(process.execPath, [path.join(root, 'node_modules/typescript/bin/tsc'), '-p', copy], {
    encoding: 'utf8',
  })
  expect(tsc.stdout).toBe('')
  expect(tsc.status).toBe(0)
}, 120_000)
