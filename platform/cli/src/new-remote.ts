import { findProject, localApp, type Project } from './project.ts'
import { paths, remoteNameSchema } from '@atrium/protocol'
import { spawnSync } from 'node:child_process'
import { remoteTemplate, titleOf, writeTemplate } from 'create-atrium'
import { existsSync, globSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'
import { commands } from './release/command.ts'
import { say, UsageError } from './terminal.ts'

/** First segments of the gateway's own addresses: a remote's page would never be reached there. */
const addresses = Object.values(paths).map((address) => address.split('/')[1] ?? '')

/** Names with another meaning in an address, to a dev server, in a store, in a report or to `atrium release`. */
const reserved = new Set([
  ...addresses,
  ...Object.keys(commands),
  ...['healthz', 'maps', 'history', 'vendor', 'dev', 'ws', 'unknown', 'constructor', 'prototype', localApp],
])

/** A remote's package is called `<scope>/<name>`, so it cannot share its name with another package of the workspace. */
function isPackage({ root, at, remotesFolder }: Project, name: string): boolean {
  const workspace = at('pnpm-workspace.yaml')
  const folders = existsSync(workspace)
    ? [...readFileSync(workspace, 'utf8').matchAll(/^ {2}- '?([^'\s]+)'?$/gm)].map(([, folder = '']) => folder)
    : []
  return globSync(folders, { cwd: root }).some(
    (folder) =>
      path.basename(folder) === name &&
      path.dirname(folder) !== remotesFolder &&
      existsSync(at(folder, 'package.json')),
  )
}

/** What is wrong with a name for a new remote; undefined when nothing is. */
export function checkName(project: Project, name: string): string | undefined {
  if (name === '') return 'Specify a name: atrium new-remote <name>'
  if (!v.is(remoteNameSchema, name)) {
    return `"${name}" is not a valid name. Use at most 40 lower-case letters, digits and single dashes, a letter first, e.g. team-calendar`
  }
  if (Object.hasOwn(project.installed(), name)) return undefined
  if (reserved.has(name) || project.reserved.includes(name) || isPackage(project, name))
    return `"${name}" is reserved. Choose another name`
  return undefined
}

/** Dependencies by name, as `package.json` lists them. */
type Dependencies = Readonly<Record<string, string>>

interface Manifest {
  readonly dependencies?: Dependencies
  readonly devDependencies?: Dependencies
}

const importers = /^importers:\n[\s\S]*?(?=^\S)/m
const resolved = /^ {6}(\S+):\n {8}specifier: (.+)\n {8}version: .+\n/gm

const unquoted = (text: string): string => text.replace(/^'(.*)'$/, '$1')

/** One folder of the workspace in the lockfile, with its blank line. */
const sections = (lockfile: string): string[] =>
  importers
    .exec(lockfile)?.[0]
    .split(/(?<=\n)(?=^ {2}\S)/m)
    .slice(1) ?? []

/** Dependency and range → lines of the lockfile, from the other remotes. */
function resolutions(lockfile: string, remotesFolder: string): Map<string, string> {
  const remotes = sections(lockfile).filter((section) => section.startsWith(`  ${remotesFolder}/`))
  return new Map(
    remotes
      .flatMap((section) => [...section.matchAll(resolved)])
      .map(([lines, name = '', specifier = '']) => [`${unquoted(name)} ${unquoted(specifier)}`, lines]),
  )
}

/**
 * The lockfile with one more remote, whose dependencies resolve as those of other remotes do, so that no registry
 * is needed.
 *
 * @param folder - The remote's, below the root.
 * @returns Undefined when it has a dependency that no other remote has.
 */
export function lockLikeOthers(lockfile: string, folder: string, manifest: Manifest): string | undefined {
  const known = resolutions(lockfile, path.posix.dirname(folder))
  const groups = (['dependencies', 'devDependencies'] as const).map((group) => {
    const entries = Object.entries(manifest[group] ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))
    const lines = entries.map(([dependency, specifier]) => known.get(`${dependency} ${specifier}`))
    return lines.includes(undefined) ? undefined : `    ${group}:\n${lines.join('')}`
  })
  const title = `  ${folder}:\n`
  // A remote of that name that was removed may have left its section behind.
  const former = sections(lockfile).find((section) => section.startsWith(title))
  // As pnpm orders them: `search` before `search-box`.
  const folderIn = (section: string): string => section.slice(2, section.indexOf(':'))
  const next = sections(lockfile).find((section) => folderIn(section) > folder)
  if (groups.includes(undefined) || !next) return undefined
  return lockfile.replace(former ?? '', '').replace(next, () => `${title}${groups.join('')}\n${next}`)
}

/** Whether a remote is a package of a pnpm workspace, with dependencies of its own in the lockfile. */
function isWorkspaceMember({ at, remotesFolder, folderOf }: Project, name: string): boolean {
  const workspace = at('pnpm-workspace.yaml')
  return (
    existsSync(workspace) &&
    readFileSync(workspace, 'utf8').includes(`- ${remotesFolder}/*`) &&
    path.dirname(folderOf(name)) === at(remotesFolder)
  )
}

/** Adds a remote to the lockfile and links its dependencies; needs no network if other remotes have them too. */
function linkRemote({ root, at, folderOf }: Project, name: string): boolean {
  const install = (...flags: string[]): boolean =>
    spawnSync('pnpm', ['install', '--reporter=silent', ...flags], { cwd: root, stdio: 'inherit' }).status === 0
  const file = at('pnpm-lock.yaml')
  const before = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const manifest = JSON.parse(readFileSync(path.join(folderOf(name), 'package.json'), 'utf8')) as Manifest
  const locked = lockLikeOthers(before, path.relative(root, folderOf(name)).split(path.sep).join('/'), manifest)
  if (locked) {
    writeFileSync(file, locked)
    // Nothing in it is new, so neither ages nor publishers have to be checked, which would need the network.
    const unchecked = ['--config.minimum-release-age=0', '--config.trust-policy=off']
    if (install('--frozen-lockfile', '--offline', ...unchecked)) return true
    writeFileSync(file, before)
  }
  return install('--no-frozen-lockfile', '--prefer-offline')
}

/** Adds a remote to the list of installed ones; one that is listed stays as it is. */
function registerRemote({ installed, registryFile }: Project, name: string): void {
  const remotes = installed()
  writeFileSync(
    `${registryFile}.new`,
    `${JSON.stringify({ remotes: { ...remotes, [name]: remotes[name] ?? {} } }, null, 2)}\n`,
  )
  renameSync(`${registryFile}.new`, registryFile)
}

/**
 * Writes a remote's folder from the project's templates.
 *
 * @returns The files, relative to the root.
 */
function writeRemote({ root, at, folderOf, template, scope }: Project, name: string): string[] {
  const from = template === undefined ? remoteTemplate : at(template)
  const files = writeTemplate(from, folderOf(name), { name, title: titleOf(name), scope })
  return files.map((file) => path.relative(root, path.join(folderOf(name), file)))
}

/**
 * `atrium new-remote NAME`: writes one folder and one entry in the list of remotes. Interrupted, it continues when
 * it is run again: the entry is written last.
 */
export async function runNewRemote([name = '', ...more]: readonly string[]): Promise<void> {
  const project = findProject()
  const problem = more.length > 0 ? 'Specify one name: atrium new-remote <name>' : checkName(project, name)
  if (problem) throw new UsageError(problem)

  const folder = path.relative(project.root, project.folderOf(name))
  const isWritten = existsSync(project.at(folder, 'package.json'))
  if (isWritten && Object.hasOwn(project.installed(), name)) throw new UsageError(`Remote "${name}" already exists.`)
  if (isWritten) say(`${folder} exists: adding it as it is`)

  const written = isWritten ? [] : writeRemote(project, name)
  const isMember = isWorkspaceMember(project, name)
  if (isMember && !linkRemote(project, name))
    throw new UsageError('Linking its dependencies failed, see above. Run the command again afterwards.')
  registerRemote(project, name)
  process.stdout.write(
    [...written, path.relative(project.root, project.registryFile), ...(isMember ? ['pnpm-lock.yaml'] : [])]
      .map((file) => `  ${file}\n`)
      .join(''),
  )
  process.stdout.write(
    `Develop it with \`atrium dev ${name}\`; \`atrium start\` shows it in the navigation, at /${name}.\n`,
  )
}
