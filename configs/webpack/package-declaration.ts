import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import path from 'node:path'
import {
  federatedNameSchema,
  grantsPlatform,
  navigationSchema,
  platformVersion,
  policySchema,
  rangeSchema,
  remoteNameSchema,
  requirementSchema,
  satisfies,
  semverSchema,
  slotsSchema,
  type ReleaseRecord,
  type Requirement,
  type SlotsOfRemote,
} from '@atrium/protocol'
import * as v from 'valibot'
import type { Project } from '@atrium/cli/project'

// What a package says of itself in the field `atrium` of its package.json; the build puts it into the signed record.

/** Released platforms whose hosts do not know policies of remotes. */
const earlierPlatforms = ['2.0.0', '2.1.0']

/** Federated name → a range, or a range with more. */
const requiresSchema = v.record(federatedNameSchema, v.union([rangeSchema, requirementSchema]))

const remoteSchema = v.object({
  name: v.string(),
  /** What ranges in `requires` of others refer to. Default: none is fulfilled or broken. */
  version: v.optional(semverSchema),
  atrium: v.strictObject({
    /** Version of what it exposes to hosts that list contracts (`accepts`). Default: 1. */
    contract: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 1),
    /** Platforms it runs on. Default: this one and later ones of the same major version. */
    platform: v.optional(rangeSchema, `^${platformVersion}`),
    navigation: v.optional(navigationSchema),
    slots: v.optional(slotsSchema),
    requires: v.optional(requiresSchema),
    /** Sources beyond the policy of pages; nothing of it is in force until the operator grants it. */
    policy: v.optional(policySchema),
    /** Shared libraries that it bundles itself, as a view with `mount` may: `react`. */
    own: v.optional(v.array(v.string()), []),
  }),
})

const hostSchema = v.object({
  version: v.optional(semverSchema),
  atrium: v.optional(v.strictObject({ requires: v.optional(requiresSchema) }), {}),
})

/** The part of a record that a package declares. */
export type Declared = Pick<
  ReleaseRecord,
  'name' | 'contract' | 'platform' | 'packageVersion' | 'navigation' | 'slots' | 'requires' | 'policy'
>

/** The issue of the alternative that was meant: of an object its own, else that of the text. */
function meant(issue: v.BaseIssue<unknown>): v.BaseIssue<unknown> {
  const inner =
    issue.type === 'union' ? (issue.issues?.findLast(({ path: below }) => below) ?? issue.issues?.[0]) : undefined
  return inner ? meant(inner) : issue
}

const pathOf = (issue: v.BaseIssue<unknown>): string => issue.path?.map(({ key }) => String(key)).join(' → ') ?? ''

function read<Schema extends v.GenericSchema>(schema: Schema, directory: string): v.InferOutput<Schema> {
  const file = path.join(directory, 'package.json')
  const parsed = v.safeParse(schema, JSON.parse(readFileSync(file, 'utf8')))
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  const inner = meant(issue)
  const where = [pathOf(issue), inner === issue ? '' : pathOf(inner)].filter((each) => each !== '').join(' → ')
  throw new Error(`${file}: ${where || 'the file'}: ${inner.message}`)
}

const inFull = (
  requires: Readonly<Record<string, string | Requirement>> | undefined,
): { requires?: Record<string, Requirement> } =>
  requires && Object.keys(requires).length > 0
    ? {
        requires: Object.fromEntries(
          Object.entries(requires).map(([name, needed]) => [
            name,
            typeof needed === 'string' ? { range: needed } : needed,
          ]),
        ),
      }
    : {}

/** Modules that slots name and the remote does not expose. */
function unknownModule(slots: SlotsOfRemote | undefined, exposed: readonly string[]): string | undefined {
  for (const [slot, contributions] of Object.entries(slots ?? {}))
    for (const { module, busy } of contributions) {
      const missing = [module, ...(busy ? [busy.module] : [])].find((each) => !exposed.includes(each))
      if (missing !== undefined)
        return `slots → ${slot}: there is no ${missing} in src/exposes. Available: ${exposed.join(', ')}`
    }
  return undefined
}

/** Whether a folder is that of a remote: it has the remote's name, or the project lists it. */
const isFolderOf = ({ installed, folderOf }: Project, name: string, directory: string): boolean =>
  path.basename(directory) === name ||
  (Object.hasOwn(installed(), name) && realpathSync(folderOf(name)) === realpathSync(directory))

/**
 * Reads what a remote declares about itself. Its name is the last part of its package's name, everywhere.
 *
 * @throws Error naming the file and the field that is wrong.
 */
export function remotePackage(project: Project, directory: string): Declared {
  const { name: packageName, version, atrium } = read(remoteSchema, directory)
  const refuse = (problem: string): never => {
    throw new Error(`${path.join(directory, 'package.json')}: ${problem}`)
  }
  const name = packageName.split('/').at(-1) ?? ''
  if (!v.is(remoteNameSchema, name) || !isFolderOf(project, name, directory))
    refuse(`name is ${packageName}, but ${project.registryFile} lists no remote "${name}" with this folder`)
  const { contract, platform, navigation, slots, requires, policy } = atrium
  const unknown = unknownModule(slots, Object.keys(exposesOf(directory)))
  if (unknown !== undefined) refuse(`atrium → ${unknown}`)
  const own = Object.keys(requires ?? {}).find((needed) => needed.startsWith(`${name}/`))
  if (own !== undefined) refuse(`atrium → requires → ${own}: a remote imports its own modules`)
  if (policy && earlierPlatforms.some((earlier) => satisfies(earlier, platform)))
    refuse(
      `atrium → policy: hosts before ${grantsPlatform} do not know it; let atrium → platform begin there, such as ^${grantsPlatform}`,
    )
  return {
    name,
    contract,
    platform,
    ...(version === undefined ? {} : { packageVersion: version }),
    ...(navigation ? { navigation } : {}),
    ...(slots ? { slots } : {}),
    ...inFull(requires),
    ...(policy ? { policy } : {}),
  }
}

/** A library is that of a package when it is the package or a path in it: `react/jsx-runtime` is of `react`. */
const isOf = (library: string, name: string): boolean => library === name || library.startsWith(`${name}/`)

/** These know the page: a copy would share no store, no session and no events with the rest of it. */
const hostsAlone = ['@atrium/remote']

/**
 * Shared libraries that a remote takes from the host: all but those that it declares as its `own`, with their subpaths.
 *
 * @throws Error when what it declares is not shared, or must not exist twice.
 */
export function takenFromHost(project: Project, directory: string): readonly string[] {
  const { own } = read(remoteSchema, directory).atrium
  const shared = [...project.shared.eager, ...project.shared.lazy]
  const refuse = (problem: string): never => {
    throw new Error(`${path.join(directory, 'package.json')}: atrium → own: ${problem}`)
  }
  const unknown = own.find((name) => !shared.some((library) => isOf(library, name)))
  if (unknown !== undefined)
    refuse(`${unknown} is not shared, so the remote bundles it anyway. Shared: ${shared.join(', ')}`)
  const needed = own.find((name) => hostsAlone.includes(name))
  if (needed !== undefined) refuse(`${needed} exists once in a page; a copy of its own would be refused`)
  return shared.filter((library) => !own.some((name) => isOf(library, name)))
}

/**
 * Reads what a host declares: what it needs of remotes.
 *
 * @throws Error naming the file and the field that is wrong.
 */
export function hostPackage(directory: string): Pick<ReleaseRecord, 'packageVersion' | 'requires'> {
  const { version, atrium } = read(hostSchema, directory)
  return { ...(version === undefined ? {} : { packageVersion: version }), ...inFull(atrium.requires) }
}

/**
 * A remote exposes the modules in `src/exposes`: `src/exposes/page.tsx` is `./page`. One from npm has JavaScript in
 * `dist/exposes`.
 *
 * @throws Error when the folder is missing or empty.
 */
export function exposesOf(directory: string): Record<string, string> {
  const source = path.join(directory, 'src/exposes')
  const folder = existsSync(source) ? source : path.join(directory, 'dist/exposes')
  if (!existsSync(folder)) throw new Error(`${source} is missing: a remote exposes the modules in it`)
  const files = readdirSync(folder).filter((file) => /\.(tsx?|js)$/.test(file) && !/\.(test|d)\.tsx?$/.test(file))
  if (files.length === 0) throw new Error(`${folder} is empty: a remote exposes at least one module there`)
  return Object.fromEntries(files.sort().map((file) => [`./${path.parse(file).name}`, path.join(folder, file)]))
}
