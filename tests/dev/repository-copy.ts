import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const root = path.resolve(import.meta.dirname, '../..')
const notSource = new Set([
  'node_modules',
  'dist',
  'data',
  '.git',
  '.atrium',
  '.mf',
  'test-results',
  'playwright-report',
])

const run = promisify(execFile)

/** A whole checkout of its own, in which a test may do what a user does. */
export interface RepositoryCopy {
  readonly root: string
  /** Runs a program in it; answers what it printed. */
  readonly run: (program: string, ...rest: readonly string[]) => Promise<string>
  /** File → its text, of everything that is kept in version control. */
  readonly files: () => ReadonlyMap<string, string>
  readonly remove: () => void
}

function filesBelow(folder: string, below = ''): [string, string][] {
  return readdirSync(path.join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    if (notSource.has(entry.name)) return []
    const file = path.join(below, entry.name)
    return entry.isDirectory() ? filesBelow(folder, file) : [[file, readFileSync(path.join(folder, file), 'latin1')]]
  })
}

/** Installs what the lockfile lists, from what this machine already has. */
export const installFlags = ['install', '--frozen-lockfile', '--prefer-offline', '--config.minimum-release-age=0']

/** Copies this checkout with its last builds and its keys, and installs its dependencies. */
export async function copyRepository(): Promise<RepositoryCopy> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'atrium-copy-'))
  cpSync(root, folder, { recursive: true, filter: (source) => !notSource.has(path.basename(source)) })
  // With its keys: the shells among the builds trust no others.
  for (const built of ['dist/builds', 'dist/dev-store', '.atrium/keys'].filter((each) =>
    existsSync(path.join(root, each)),
  ))
    cpSync(path.join(root, built), path.join(folder, built), { recursive: true })
  const copy: RepositoryCopy = {
    root: folder,
    run: async (program, ...rest) => {
      const { stdout, stderr } = await run(program, rest, { cwd: folder, maxBuffer: 2 ** 26 })
      return stdout + stderr
    },
    files: () => new Map(filesBelow(folder)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
  await copy.run('pnpm', ...installFlags)
  return copy
}
