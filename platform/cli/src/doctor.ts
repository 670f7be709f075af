import { policyKinds, policySchema, type Listing } from '@atrium/protocol'
import { openStore, parseStored, storeLayout } from '@atrium/store'
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'
import { existsSync, globSync, readFileSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { parseArgs } from 'node:util'
import * as v from 'valibot'
import { checkNames } from './builds.ts'
import { findProject, hostName, type Project } from './project.ts'
import { table, UsageError } from './terminal.ts'

/** Something that is wrong, or will be. A problem ends the command with 1; a warning does not. */
export interface Finding {
  readonly level: 'problem' | 'warning'
  /** The host, a remote, or `project`. */
  readonly where: string
  readonly what: string
  /** What to do about it. */
  readonly remedy: string
}

interface Manifest {
  readonly name?: string
  readonly version?: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly atrium?: { readonly policy?: unknown }
}

const readManifest = (file: string): Manifest => JSON.parse(readFileSync(file, 'utf8')) as Manifest

/** The `package.json` that Node would find for a package from a folder, whatever its `exports` allow. */
function installed(from: string, name: string): string | undefined {
  const folders = createRequire(path.join(from, 'package.json')).resolve.paths(name) ?? []
  const file = folders.map((folder) => path.join(folder, name, 'package.json')).find(existsSync)
  return file === undefined ? undefined : realpathSync(file)
}

/** `react/jsx-runtime` → `react` */
const packageOf = (library: string): string =>
  library
    .split('/')
    .slice(0, library.startsWith('@') ? 2 : 1)
    .join('/')

const foldersOf = (project: Project, names: readonly string[]): [string, string][] =>
  names.map((name) => [name, project.folderOf(name)])

/** Folders and files that the configuration names. */
function missingFiles(project: Project, names: readonly string[]): Finding[] {
  const findings: Finding[] = []
  const require = (where: string, file: string, remedy: string): void => {
    if (!existsSync(file))
      findings.push({ level: 'problem', where, what: `${path.relative(project.root, file)} is missing`, remedy })
  }
  for (const [name, folder] of foldersOf(project, names)) {
    require(name, path.join(folder, 'package.json'), 'Create it, or correct the folder in the list of remotes.')
    if (!['ts', 'mjs', 'js'].some((ending) => existsSync(path.join(folder, `webpack.config.${ending}`))))
      require(name, path.join(folder, 'webpack.config.ts'), 'See the README of @atrium/configs.')
    if (name === hostName)
      for (const file of ['src/start.tsx', 'src/index.html'])
        require(name, path.join(folder, file), 'See the README of @atrium/configs.')
    else if (!existsSync(path.join(folder, 'dist/exposes')))
      require(name, path.join(folder, 'src/exposes'), 'A remote exposes the modules in it.')
  }
  const { developmentServer, server } = project
  if (developmentServer !== undefined)
    require('project', project.at(developmentServer), 'Correct developmentServer in atrium.config.ts.')
  const script = server?.find((part) => /\.[cm]?[jt]s$/.test(part))
  if (script !== undefined) require('project', project.at(script), 'Correct server in atrium.config.ts.')
  return findings
}

/** Each shared library must exist once: a second copy shares no state with the first. */
function copiesOfShared(project: Project, names: readonly string[]): Finding[] {
  const libraries = new Set([...project.shared.eager, ...project.shared.lazy].map(packageOf))
  const packages = foldersOf(project, names)
  const starts = packages.flatMap(([, folder]) => {
    const ownPackages = ['@atrium/host', '@atrium/remote'].map((name) => installed(folder, name))
    return [folder, ...ownPackages.filter((file) => file !== undefined).map((file) => path.dirname(file))]
  })
  return [...libraries].flatMap((library): Finding[] => {
    const copies = new Map(
      starts
        .map((folder) => installed(folder, library))
        .filter((file) => file !== undefined)
        .map((file) => [file, readManifest(file).version ?? '?']),
    )
    if (copies.size === 0)
      return [
        {
          level: 'problem',
          where: 'project',
          what: `${library} is shared, and is not installed`,
          remedy: `Install it, or take it out of \`shared\` in atrium.config.ts.`,
        },
      ]
    if (copies.size === 1) return []
    const found = [...copies].map(
      ([file, version]) => `${version} in ${path.relative(project.root, path.dirname(file))}`,
    )
    return [
      {
        level: 'problem',
        where: 'project',
        what: `${library} is installed ${copies.size} times: ${found.join(', ')}`,
        remedy: 'Let all packages ask for the same range, and install again.',
      },
    ]
  })
}

const imported =
  /^(?:import|export|\})[^'"\n]*\bfrom ['"]([@\w][\w./-]*)['"]|^import ['"]([@\w][\w./-]*)['"]|\bimport\(['"]([@\w][\w./-]*)['"]\)/gm

/** What a package imports without a range for it, in its own `package.json` or in that of the repository. */
function missingRanges(project: Project, names: readonly string[]): Finding[] {
  const rootFile = project.at('package.json')
  const ofRoot = existsSync(rootFile) ? readManifest(rootFile) : {}
  return foldersOf(project, names)
    .filter(([, folder]) => !folder.includes(`${path.sep}node_modules${path.sep}`))
    .filter(([, folder]) => existsSync(path.join(folder, 'package.json')))
    .flatMap(([where, folder]) => {
      const own = readManifest(path.join(folder, 'package.json'))
      const ranges = [own, ofRoot].flatMap((each) =>
        [each.dependencies, each.devDependencies, each.peerDependencies].flatMap((group) => Object.keys(group ?? {})),
      )
      const files = globSync('src/**/*.{ts,tsx}', { cwd: folder }).filter((file) => !/\.(test|spec)\./.test(file))
      const used = new Set(
        files.flatMap((file) =>
          [...readFileSync(path.join(folder, file), 'utf8').matchAll(imported)]
            .map(([, from, plain, lazy]) => packageOf(from ?? plain ?? lazy ?? ''))
            .filter((name) => !name.startsWith('node:') && name !== own.name),
        ),
      )
      return [...used]
        .filter((name) => !ranges.includes(name))
        .map((name): Finding => ({
          level: 'problem',
          where,
          what: `imports ${name}, for which no package.json has a range`,
          remedy: `Add ${name} to the dependencies of ${path.relative(project.root, folder) || 'the project'}.`,
        }))
    })
}

/** Versions that do not work together. */
function versions(project: Project): Finding[] {
  const findings: Finding[] = []
  const problem = (what: string, remedy: string): void =>
    void findings.push({ level: 'problem', where: 'project', what, remedy })
  const [major = 0] = process.versions.node.split('.').map(Number)
  if (major < 24) problem(`Node is ${process.versions.node}`, 'Install Node 24 or newer.')
  const atrium = ['protocol', 'remote', 'host', 'gateway', 'cli', 'configs', 'inspector']
    .map((name) => installed(project.root, `@atrium/${name}`))
    .filter((file) => file !== undefined)
    .map(readManifest)
  const all = new Set(atrium.map(({ version }) => version))
  if (all.size > 1)
    problem(
      `packages of Atrium differ: ${atrium.map(({ name, version }) => `${name} ${version}`).join(', ')}`,
      'Install the same version of all.',
    )
  const bundler = installed(import.meta.dirname, 'webpack')
  const used = installed(project.root, 'webpack')
  const versionOf = (file: string): string => readManifest(file).version ?? '?'
  if (bundler && used && versionOf(used) !== versionOf(bundler))
    problem(
      `webpack is ${versionOf(used)}; module federation needs ${versionOf(bundler)}`,
      `Ask for webpack ${versionOf(bundler)} exactly, or leave it to @atrium/cli.`,
    )
  const react = installed(project.root, 'react')
  if (react && Number(versionOf(react).split('.')[0]) < 19)
    problem(`React is ${versionOf(react)}`, 'Install React 19 or newer.')
  return findings
}

interface Rule {
  readonly pattern: RegExp
  readonly what: string
  readonly remedy: string
  /** No policy allows it anywhere. The others are right in a frame of their own, or under a policy of their own. */
  readonly always?: true
}

/** What a page's policies refuse, in scripts as they were built. */
const scriptRules: readonly Rule[] = [
  {
    pattern: /(?<![\w.$])eval\(/g,
    what: 'eval() is refused: no unsafe-eval',
    remedy: 'Compile at build time, or parse with JSON.parse.',
    always: true,
  },
  {
    pattern: /\bnew Function\(|(?<![\w.$])Function\(["'`]/g,
    what: 'Function() is refused: no unsafe-eval',
    remedy: 'Compile at build time.',
    always: true,
  },
  {
    pattern: /\.(?:inner|outer)HTML\s*=(?!=)|\.insertAdjacentHTML\(|\bdangerouslySetInnerHTML\b|\bdocument\.write\(/g,
    what: 'HTML from a string is refused: Trusted Types',
    remedy: 'Create elements, or set textContent.',
  },
  {
    pattern: /\.setAttribute\(["'`]style["'`]/g,
    what: 'a style attribute is refused: no unsafe-inline',
    remedy: 'Set properties of element.style, or use a class.',
  },
  {
    pattern: /createElement\(["'`]style["'`]\)/g,
    what: 'an inline stylesheet is refused: no unsafe-inline',
    remedy: 'Import a stylesheet; it becomes a file with a hash.',
  },
]

const documentRules: readonly Rule[] = [
  {
    pattern: /<script(?![^>]*\bsrc=)[^>]*>/g,
    what: 'an inline script is refused',
    remedy: 'Move it into a module that the host imports.',
  },
  {
    pattern: /<style[\s>]|\sstyle=["']/g,
    what: 'an inline style is refused',
    remedy: 'Move it into a stylesheet that the host imports.',
  },
  {
    pattern: /<[^>]+\son\w+=["']/g,
    what: 'an inline handler is refused',
    remedy: 'Add a listener in a module.',
  },
]

/** Line and column, from 1 and 0, of a place in a text. */
function positionOf(text: string, index: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, index)
  return { line: before.split('\n').length, column: index - before.lastIndexOf('\n') - 1 }
}

/** Runs under the policies of the page: the tests of Atrium prove it. */
const ofPlatform = /^webpack\/runtime\/|\/@(?:module-federation|atrium)\//

/** Source files in which a rule is broken, by the build's source map. */
function brokenIn(text: string, rule: Rule, map: TraceMap | undefined): Set<string> {
  const places = [...text.matchAll(rule.pattern)].map(({ index }) => {
    const original = map && originalPositionFor(map, positionOf(text, index))
    return original?.source
      ? `${original.source.replace(/^webpack:\/\/[^/]*\//, '').replace(/^\.\//, '')}:${original.line}`
      : ''
  })
  return new Set(places.filter((place) => !ofPlatform.test(place) && (rule.always || !/node_modules|^$/.test(place))))
}

/**
 * What the policies of a page will refuse in the last build of a package.
 *
 * @param folder - With scripts, their source maps and documents.
 */
export function policyFindings(where: string, folder: string): Finding[] {
  if (!existsSync(folder)) return []
  const scripts = globSync('**/*.js', { cwd: folder }).flatMap((file) => {
    const text = readFileSync(path.join(folder, file), 'utf8')
    const mapFile = path.join(folder, `${file}.map`)
    const map = existsSync(mapFile) ? new TraceMap(readFileSync(mapFile, 'utf8')) : undefined
    return scriptRules.flatMap((rule) =>
      [...brokenIn(text, rule, map)].map((place): Finding => ({
        level: rule.always && !/node_modules/.test(place) ? 'problem' : 'warning',
        where,
        what: `${place || file}: ${rule.what}`,
        remedy: rule.remedy,
      })),
    )
  })
  const documents = globSync('**/*.html', { cwd: folder }).flatMap((file) => {
    const text = readFileSync(path.join(folder, file), 'utf8')
    return documentRules
      .filter(({ pattern }) => text.search(pattern) >= 0)
      .map(({ what, remedy }): Finding => ({ level: 'problem', where, what: `${file}: ${what}`, remedy }))
  })
  return [...scripts, ...documents]
}

type Grants = NonNullable<Listing['grants']>

/** What packages ask for beyond the policy of pages, and were not granted in the project's own store. */
function openRequests(project: Project, names: readonly string[], grants: Grants): Finding[] {
  return foldersOf(project, names)
    .filter(([name, folder]) => name !== hostName && existsSync(path.join(folder, 'package.json')))
    .flatMap(([where, folder]) => {
      const parsed = v.safeParse(policySchema, readManifest(path.join(folder, 'package.json')).atrium?.policy ?? {})
      const policy = parsed.success ? parsed.output : {}
      return policyKinds.flatMap((kind) =>
        (policy[kind] ?? [])
          .filter((source) => !grants[where]?.[kind]?.includes(source))
          .map((source): Finding => ({
            level: 'warning',
            where,
            what: `requests ${kind} ${source}, which is not granted`,
            remedy: `Once it is released: atrium grant ${where} ${kind} ${source}`,
          })),
      )
    })
}

/** The grants in the project's store. They only inform here, so no signature is checked; none where it cannot be read. */
async function grantsOf(project: Project): Promise<Grants> {
  try {
    const store = openStore(process.env['ATRIUM_STORE'] ?? project.at(project.store))
    const stored = await store.read(storeLayout.registry)
    return (stored && parseStored('registry', stored.bytes.toString()).listings[hostName]?.grants) ?? {}
  } catch {
    return {}
  }
}

/** Everything that is wrong with packages of a project. */
export function diagnose(project: Project, names: readonly string[], grants: Grants = {}): Finding[] {
  return [
    ...missingFiles(project, names),
    ...versions(project),
    ...copiesOfShared(project, names),
    ...missingRanges(project, names),
    ...names.flatMap((name) => policyFindings(name, project.buildFolder(name))),
    ...openRequests(project, names, grants),
  ]
}

/** `atrium doctor [name …]`: what is wrong with the host and the remotes. Ends with 1 when there is a problem. */
export async function runDoctor(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args)
  const project = findProject()
  checkNames(positionals)
  const names = positionals.length > 0 ? positionals : project.packages()
  const findings = diagnose(project, names, await grantsOf(project))
  if (values.json) process.stdout.write(`${JSON.stringify(findings, null, 2)}\n`)
  else process.stdout.write(report(project, names, findings))
  if (findings.some(({ level }) => level === 'problem')) process.exitCode = 1
}

function report(project: Project, names: readonly string[], findings: readonly Finding[]): string {
  const unbuilt = names.filter((name) => existsSync(project.folderOf(name)) && !existsSync(project.buildFolder(name)))
  const hint = unbuilt.length > 0 ? `Not built, so not checked for policies: ${unbuilt.join(', ')}\n` : ''
  if (findings.length === 0) return `${hint}Nothing is wrong with ${names.join(', ')}.\n`
  return hint + table(findings.map(({ level, where, what, remedy }) => [level, where, `${what}. ${remedy}`]))
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: { json: { type: 'boolean' } }, allowPositionals: true })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}
