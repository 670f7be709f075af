import { findProject } from './project.ts'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { buildPackages, checkNames } from './builds.ts'
import { trustedKeys } from './keys.ts'
import { readBuild } from './release/uploads.ts'
import { say } from './terminal.ts'

function run(folder: string, program: string, ...rest: string[]): void {
  // A host has public keys built in: with other keys it is another host.
  const env = { ...process.env, ATRIUM_REGISTRY_KEYS: trustedKeys().join(',') }
  const { status, stdout, stderr } = spawnSync(program, rest, { cwd: folder, env, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} ${rest.join(' ')} failed in ${folder}:\n${stdout}${stderr}`)
}

/** A copy with dependencies of its own, so that not even a path to them is the same. */
function copySource(): string {
  const { root, output } = findProject()
  const skipped = new Set([
    'node_modules',
    output,
    'data',
    '.git',
    '.atrium',
    '.mf',
    'test-results',
    'playwright-report',
  ])
  const folder = mkdtempSync(path.join(os.tmpdir(), 'atrium-reproduced-'))
  cpSync(root, folder, { recursive: true, filter: (source) => !skipped.has(path.basename(source)) })
  run(folder, 'pnpm', 'install', '--frozen-lockfile', '--prefer-offline', '--config.minimum-release-age=0')
  return folder
}

/** Served files that differ between two builds. Source maps name the machine's own paths, and are left out. */
function differences(here: string, there: string): { readonly total: number; readonly files: string[] } {
  const names = new Set([here, there].flatMap((folder) => readBuild(folder).files))
  const bytes = (folder: string, file: string): string => {
    try {
      return readFileSync(path.join(folder, file), 'latin1')
    } catch {
      return `no ${file} in ${folder}`
    }
  }
  return { total: names.size, files: [...names].filter((file) => bytes(here, file) !== bytes(there, file)).sort() }
}

/**
 * `atrium reproduce [name …]`: builds packages a second time, in a fresh copy of the source in another folder, and
 * compares every byte with the build that is here. Ends with 1 when a file differs.
 */
export async function runReproduce(args: readonly string[]): Promise<void> {
  const { root, packages, buildFolder } = findProject()
  checkNames(args)
  const names = args.length > 0 ? args : packages()
  await buildPackages(names)
  say('copying the source and installing its dependencies')
  const copy = copySource()
  try {
    for (const name of names) {
      say(`building ${name} again`)
      run(copy, 'pnpm', 'exec', 'atrium', 'build', name)
      const { total, files } = differences(buildFolder(name), path.join(copy, path.relative(root, buildFolder(name))))
      const result =
        files.length === 0 ? `${total} files, the same in both folders` : `not the same: ${files.join(', ')}`
      process.stdout.write(`${name} ${readBuild(buildFolder(name)).record.version}: ${result}\n`)
      if (files.length > 0) process.exitCode = 1
    }
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}
