import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const templates = path.resolve(import.meta.dirname, '../templates')

/** Folder of the templates of a remote that uses the platform alone. */
export const remoteTemplate: string = path.join(templates, 'remote')

/** `team-calendar` → `Team calendar` */
export const titleOf = (name: string): string => name.replaceAll('-', ' ').replace(/^./, (first) => first.toUpperCase())

/** A template is no source file of this repository, and no `package.json` of a package in it. */
const suffix = '.txt'

/** `package.json` makes a folder a package: it is written last, so a folder that has one is complete. */
const packageLast = (one: string, other: string): number =>
  Number(one.startsWith('package.json')) - Number(other.startsWith('package.json')) || (one < other ? -1 : 1)

/**
 * Writes files from templates: each `{{key}}` in a text or in a path is replaced by its value. `{{ name }}`, with spaces,
 * is code.
 *
 * @param from - Folder of templates, whose names end in `.txt`.
 * @param to - Folder for the files.
 * @returns The files, relative to `to`.
 * @throws Error when a template has a key without a value.
 */
export function writeTemplate(from: string, to: string, values: Readonly<Record<string, string>>): string[] {
  const fill = (text: string, file: string): string =>
    text.replace(/\{\{([\w/@][\w/@ -]*)\}\}/g, (_, key: string) => {
      if (values[key] === undefined) throw new Error(`${path.join(from, file)} has {{${key}}}, which is not known`)
      return values[key]
    })
  const files = readdirSync(from, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith(suffix))
  return files.sort(packageLast).map((file) => {
    const target = fill(file.slice(0, -suffix.length), file)
    mkdirSync(path.dirname(path.join(to, target)), { recursive: true })
    writeFileSync(path.join(to, target), fill(readFileSync(path.join(from, file), 'utf8'), file))
    return target
  })
}

interface Manifest {
  readonly version: string
  readonly devDependencies: Readonly<Record<string, string>>
}

const own = JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../package.json'), 'utf8')) as Manifest

const installed = ['protocol', 'trust', 'store', 'remote', 'host', 'gateway', 'cli', 'configs', 'inspector'].map(
  (name) => `@atrium/${name}`,
)

/** `@atrium/host` → `atrium-host-0.1.0.tgz` */
const tarballOf = (name: string): string => `${name.replace('@', '').replace('/', '-')}-${own.version}.tgz`

/** Package → where it is installed from: its version in the registry, or its file in a folder of packed packages. */
function atriumPackages(packages: string | undefined): Record<string, string> {
  const names = [...installed, 'create-atrium']
  if (packages === undefined) return Object.fromEntries(names.map((name) => [name, own.version]))
  const files = names.map((name) => [name, path.resolve(packages, tarballOf(name))] as const)
  const missing = files.find(([, file]) => !existsSync(file))
  if (missing) throw new Error(`${missing[1]} is missing: --packages takes the folder with all packed packages`)
  return Object.fromEntries(files.map(([name, file]) => [name, `file:${file.split(path.sep).join('/')}`]))
}

/** What is written of a product. */
export interface ProductOptions {
  /** Folder to write into; it is created. */
  readonly folder: string
  /** Name of the product, for its package: lower-case letters, digits and dashes. */
  readonly name: string
  /** Name of the first remote, which opens at `/`. */
  readonly remote: string
  /** Folder with packed packages to install instead of those of the registry. Default: those of the registry. */
  readonly packages?: string | undefined
}

const simpleName = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/

/**
 * Writes a product: a host, a first remote, a server, and the project's configuration.
 *
 * @returns The files, relative to the folder.
 * @throws Error naming what is wrong with a name, or a file that is there already.
 */
export function writeProduct({ folder, name, remote, packages }: ProductOptions): string[] {
  for (const each of [name, remote])
    if (!simpleName.test(each) || each.length > 40)
      throw new Error(`"${each}" is not a valid name. Use at most 40 lower-case letters, digits and single dashes`)
  if (remote === 'shell' || remote === 'host') throw new Error(`"${remote}" is reserved. Choose another remote`)
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new Error(`${folder} is not empty`)
  const sources = atriumPackages(packages)
  const values = {
    name,
    remote,
    title: titleOf(name),
    'remote title': titleOf(remote),
    ...sources,
    ...Object.fromEntries(Object.entries(own.devDependencies)),
  }
  const files = writeTemplate(path.join(templates, 'product'), folder, values)
  const remoteFiles = writeTemplate(remoteTemplate, path.join(folder, 'remotes', remote), {
    name: remote,
    title: titleOf(remote),
    scope: `@${name}`,
  })
  if (packages !== undefined) useFiles(folder, sources)
  return [...files, ...remoteFiles.map((file) => path.join('remotes', remote, file))].sort()
}

/** Packed packages name each other by version, which no registry has: npm and pnpm are given the files for all. */
function useFiles(folder: string, sources: Readonly<Record<string, string>>): void {
  const file = path.join(folder, 'package.json')
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as object
  writeFileSync(file, `${JSON.stringify({ ...manifest, overrides: sources }, null, 2)}\n`)
  const lines = Object.entries(sources).map(([name, source]) => `  '${name}': '${source.replaceAll("'", "''")}'\n`)
  appendFileSync(path.join(folder, 'pnpm-workspace.yaml'), `overrides:\n${lines.join('')}`)
}
