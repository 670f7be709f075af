import { findProject, hostName, localApp } from './project.ts'
import pLimit from 'p-limit'
import { spawn } from 'node:child_process'
import { createHash, type Hash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { trustedKeys } from './keys.ts'
import { say, UsageError } from './terminal.ts'

/** A build in a folder, ready to be published. */
export interface Build {
  readonly name: string
  readonly folder: string
  /** Whose budget of `budgets.json` it has. Default: that of its name. */
  readonly budget?: string
  /** Why the remote is switched off. */
  readonly disabled?: string | undefined
}

/** The last build of the host and of every installed remote. */
export function lastBuilds(): Build[] {
  const { packages, buildFolder, installed } = findProject()
  const remotes = installed()
  return packages().map((name) => ({ name, folder: buildFolder(name), disabled: remotes[name]?.disabled }))
}

/** The last build of the host with every remote compiled into it. */
export const localBuilds = (): Build[] => [
  { name: hostName, folder: findProject().buildFolder(localApp), budget: localApp },
]

const ignored = /^(node_modules|dist|\..*)$|\.(test|spec)\.tsx?$/

function add(hash: Hash, root: string, file: string): void {
  if (statSync(file).isDirectory()) {
    for (const name of readdirSync(file).sort()) if (!ignored.test(name)) add(hash, root, path.join(file, name))
  } else hash.update(`${path.relative(root, file)}\0`).update(readFileSync(file))
}

/** The lockfile without the dependencies of other remotes: a new remote leaves every build as it is. */
function lockfileFor(name: string): string {
  const { at, remotesFolder } = findProject()
  const file = at('pnpm-lock.yaml')
  if (!existsSync(file)) return ''
  const others = new RegExp(`^ {2}${remotesFolder}/(\\S+):\\n(?: {4}.*\\n|\\n)*`, 'gm')
  return readFileSync(file, 'utf8').replace(others, (section, remote) =>
    remote === name || name === localApp ? section : '',
  )
}

/** Hash of everything a package is built from: its own folder, the project's shared sources, the lockfile, the keys. */
export function fingerprint(name: string): string {
  const { root, at, folderOf, installed, registryFile, sources } = findProject()
  const hash = createHash('sha256').update(lockfileFor(name))
  const compiledIn = name === localApp ? [registryFile, ...Object.keys(installed()).map(folderOf)] : []
  if (name === hostName || name === localApp) hash.update(trustedKeys().join(','))
  for (const input of [folderOf(name), ...compiledIn, ...sources.map((source) => at(source))]) add(hash, root, input)
  return hash.digest('hex')
}

const stampOf = (name: string): string => path.join(findProject().buildFolder(name), '.built-from')

const isFresh = (name: string, print: string): boolean =>
  existsSync(stampOf(name)) && readFileSync(stampOf(name), 'utf8') === print

/** Whether a package's last build was made from its sources as they are now. */
export const isUpToDate = (name: string): boolean => isFresh(name, fingerprint(name))

/**
 * Compiles one package in a process of its own: webpack's memory and its state end with it.
 *
 * @returns Whether it compiled. What went wrong is on the terminal.
 */
export function compile(name: string, environment: NodeJS.ProcessEnv = {}): Promise<boolean> {
  const program = path.join(import.meta.dirname, `compile${path.extname(import.meta.filename)}`)
  return new Promise((resolve) => {
    spawn(process.execPath, [program, name], {
      cwd: findProject().root,
      stdio: ['ignore', 'inherit', 'inherit'],
      // The shim of a package manager sets NODE_PATH, and the bytes must not depend on who starts the build.
      env: { ...process.env, NODE_PATH: '', ATRIUM_REGISTRY_KEYS: trustedKeys().join(','), ...environment },
    }).on('exit', (code) => resolve(code === 0))
  })
}

/**
 * Builds what has changed since its last build, two at a time, and reports each.
 *
 * @throws Error naming the packages that did not build.
 */
export async function buildPackages(names: readonly string[]): Promise<void> {
  const stale = names
    .map((name) => ({ name, print: fingerprint(name) }))
    .filter(({ name, print }) => !isFresh(name, print))
  const failed: string[] = []
  let done = 0
  await pLimit(Math.min(2, os.availableParallelism())).map(stale, async ({ name, print }) => {
    const start = performance.now()
    const built = await compile(name, { ATRIUM_COMPOSITION: name === localApp ? 'local' : 'federated' })
    if (built) writeFileSync(stampOf(name), print)
    else failed.push(name)
    const seconds = ((performance.now() - start) / 1000).toFixed(1)
    say(`[${++done}/${stale.length}] ${built ? 'built' : 'FAILED'} ${name} in ${seconds} s`)
  })
  if (failed.length > 0) throw new Error(`Build failed: ${failed.join(', ')}`)
}

/** @throws UsageError when a name is neither the host nor an installed remote, nor one of `more`. */
export function checkNames(names: readonly string[], ...more: readonly string[]): void {
  const available = [...findProject().packages(), ...more]
  const unknown = names.find((name) => !available.includes(name))
  if (unknown !== undefined) throw new UsageError(`Unknown remote "${unknown}". Available: ${available.join(', ')}`)
}

/** `atrium build [name …]`: production builds of everything, or of those named; `--local`: one application with every remote in it. */
export async function runBuild(args: readonly string[]): Promise<void> {
  const names = args.map((name) => (name === '--local' ? localApp : name))
  checkNames(names, localApp)
  await buildPackages(names.length > 0 ? names : findProject().packages())
}
