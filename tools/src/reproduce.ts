// `pnpm reproduce [piece…]`: builds pieces a second time, in a fresh copy of the source in another folder, and
// compares every byte with the build that is here.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { buildPieces } from './build-pieces.ts'
import { trustedKeys } from './keys/signers.ts'
import { readBuild } from './release/build-files.ts'
import { say } from './release/progress.ts'
import { buildFolder, pieces, root } from './workspace.ts'

const notSource = new Set(['node_modules', 'dist', 'data', '.git', '.atrium', '.mf', 'test-results', 'playwright-report'])

/** A public key is built into the shell: without the same one it is another shell. */
const environment = { ...process.env, ATRIUM_REGISTRY_KEYS: trustedKeys().join(',') }

function run(folder: string, program: string, ...rest: string[]): void {
  const { status, stdout, stderr } = spawnSync(program, rest, { cwd: folder, env: environment, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} ${rest.join(' ')} failed in ${folder}:\n${stdout}${stderr}`)
}

/** A copy with dependencies of its own, so that not even a path to them is the same. */
function copySource(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'atrium-reproduced-'))
  cpSync(root, folder, { recursive: true, filter: (source) => !notSource.has(path.basename(source)) })
  run(folder, 'pnpm', 'install', '--frozen-lockfile', '--prefer-offline', '--config.minimum-release-age=0')
  return folder
}

/** Served files that are not the same in both builds. Source maps name the machine's own paths. */
function differences(here: string, there: string): { readonly total: number; readonly files: string[] } {
  const [ours, theirs] = [here, there].map((folder) => readBuild(folder))
  const names = new Set([ours, theirs].flatMap((build) => build?.files ?? []))
  const bytes = (folder: string, file: string): string => {
    try {
      return readFileSync(path.join(folder, file), 'latin1')
    } catch {
      return `there is no ${file} in ${folder}`
    }
  }
  return { total: names.size, files: [...names].filter((file) => bytes(here, file) !== bytes(there, file)).sort() }
}

const asked = process.argv.slice(2)
const names = asked.length > 0 ? asked : pieces()
await buildPieces(names)
say('copying the source and installing its dependencies')
const copy = copySource()
try {
  for (const name of names) {
    say(`building ${name} again`)
    run(copy, process.execPath, path.join(copy, 'tools/src/build-piece.ts'), name)
    const { total, files } = differences(buildFolder(name), path.join(copy, 'dist/builds', name))
    const verdict = files.length === 0 ? `${total} files, the same in both folders` : `not the same: ${files.join(', ')}`
    process.stdout.write(`${name} ${readBuild(buildFolder(name)).record.version}: ${verdict}\n`)
    if (files.length > 0) process.exitCode = 1
  }
} finally {
  rmSync(copy, { recursive: true, force: true })
}
