import { findProject } from '../project.ts'
import { channelNameSchema } from '@atrium/protocol'
import { openStore, storeLayout, type Store } from '@atrium/store'
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import * as v from 'valibot'
import { buildPackages } from '../builds.ts'
import { say, UsageError } from '../terminal.ts'
import { listFlags, setFlag, sharePercent } from './flags.ts'
import { changeGrant, listGrants } from './grants.ts'
import { collectGarbage } from './garbage.ts'
import {
  changeTeam,
  printKeys,
  printNewKey,
  promote,
  refresh,
  releaseBuilds,
  rollback,
  switchRemote,
  type ReleaseContext,
} from './operations.ts'
import { actions, makeSubmission, submit, type RequestedChange } from '../registrar/submission.ts'
import type { Target } from './registry.ts'
import { promoteBetweenStores } from './promote-between-stores.ts'
import { retire } from './retirement.ts'
import { historyJson, historyText, statusJson, statusText, type HistoryPage } from './status.ts'
import { readBuild } from './uploads.ts'

const options = {
  age: { type: 'string' },
  canary: { type: 'string' },
  cohort: { type: 'string' },
  'dry-run': { type: 'boolean' },
  force: { type: 'boolean' },
  from: { type: 'string' },
  'from-keys': { type: 'string' },
  'from-store': { type: 'string' },
  grace: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  json: { type: 'boolean' },
  list: { type: 'boolean' },
  limit: { type: 'string' },
  page: { type: 'string' },
  preview: { type: 'string' },
  reason: { type: 'string' },
  remove: { type: 'boolean' },
  revoke: { type: 'boolean' },
  stable: { type: 'boolean' },
  store: { type: 'string' },
  submit: { type: 'string' },
  to: { type: 'string' },
  version: { type: 'string' },
} as const

type CommandLine = ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>
type Values = CommandLine['values']

/** @throws UsageError */
function readCommandLine(args: readonly string[]): CommandLine {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function channelName(option: string, name: string): string {
  if (v.is(channelNameSchema, name)) return name
  throw new UsageError(`--${option} ${name}: use lower-case letters, digits and dashes`)
}

/** Without `%`, from 0 to 100. */
function percentage(text: string): number {
  const percent = Number(text.replace(/%$/, ''))
  if (text.trim() !== '' && percent >= 0 && percent <= 100) return percent
  throw new UsageError(`--canary ${text}: specify a percentage from 0 to 100`)
}

interface NumberOption {
  /** Its name, and what it counts. */
  readonly option: string
  readonly of: string
  readonly otherwise: number
  /** Default: any above 0. */
  readonly allows?: (value: number) => boolean
}

const cohortsOf = (list = ''): string[] =>
  list
    .split(',')
    .filter((name) => name !== '')
    .map((name) => channelName('cohort', name))

/** @throws UsageError */
function numberOf(text: string | undefined, { option, of, otherwise, allows = (value) => value > 0 }: NumberOption) {
  const value = text === undefined ? otherwise : text.trim() === '' ? Number.NaN : Number(text)
  if (Number.isFinite(value) && allows(value)) return value
  throw new UsageError(`--${option} ${text}: specify ${of}`)
}

const daysOf = (text: string | undefined): number =>
  numberOf(text, { option: 'age', of: 'a number of days', otherwise: 30 })

/** Milliseconds of an hour. */
const hour = 3_600_000

const graceOf = (text: string | undefined): number =>
  hour * numberOf(text, { option: 'grace', of: 'a number of hours', otherwise: 24, allows: (value) => value >= 0 })

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value > 0

const historyPage = ({ page, limit }: Values, name: string | undefined): HistoryPage => ({
  name,
  limit: numberOf(limit, { option: 'limit', of: 'a whole number', otherwise: 50, allows: isCount }),
  page: numberOf(page, { option: 'page', of: 'a whole number from 1', otherwise: 1, allows: isCount }),
})

const canaryOf = ({ canary, cohort }: Values): Target | undefined =>
  canary === undefined && cohort === undefined
    ? undefined
    : {
        channel: 'canary',
        percent: percentage(canary ?? '0'),
        cohorts: cohortsOf(cohort),
      }

/** The channel of a release. @throws UsageError */
function releaseTarget(values: Values): Target {
  const canary = canaryOf(values)
  if (values.preview === undefined) return canary ?? { channel: 'stable' }
  if (canary) throw new UsageError('A release is a preview or a canary, not both.')
  return { channel: 'preview', label: channelName('preview', values.preview) }
}

/** The channel a release is promoted to; here, `--preview` names where it comes from. @throws UsageError */
const promotionTarget = (values: Values): Target => canaryOf(values) ?? { channel: 'stable' }

/** `<name>/<version>/<file>.js:<line>:<column>`, wherever the files are served from. */
const place =
  /(?:https?:\/\/)?[^\s()@]*?\b([a-z][a-z0-9-]*)\/([0-9a-f]{12})\/([\w.~/-]+\.js)(?:\?[^\s:)]*)?:(\d+):(\d+)/g

interface Place {
  readonly text: string
  readonly map: string
  readonly line: number
  /** From 1, as browsers count. */
  readonly column: number
}

const placesIn = (stack: string): Place[] =>
  [...stack.matchAll(place)].map(([text, name = '', version = '', file = '', line, column]) => ({
    text,
    map: `${storeLayout.mapFolder(name, version)}${file}.map`,
    line: Number(line),
    column: Number(column),
  }))

/** `webpack://inbox/./remotes/inbox/src/x.ts?a1b2` → `remotes/inbox/src/x.ts` */
const sourcePath = (source: string): string =>
  source
    .replace(/^webpack:\/\/[^/]*\//, '')
    .replace(/^\.\//, '')
    .replace(/\?[0-9a-f]+$/, '')

function original({ text, line, column }: Place, map: TraceMap | undefined): string {
  if (!map) return `${text} [no source map in the store]`
  const found = originalPositionFor(map, { line, column: column - 1 })
  if (found.source === null) return text
  return `${sourcePath(found.source)}:${found.line}:${found.column + 1}${found.name === null ? '' : ` (${found.name})`}`
}

/** A stack trace with places in the source in place of those in released files. */
export async function resolveStack(store: Store, stack: string): Promise<string> {
  const places = placesIn(stack)
  const files = [...new Set(places.map(({ map }) => map))]
  const maps = new Map<string, TraceMap>()
  for (const file of files) {
    const stored = await store.read(file)
    if (stored) maps.set(file, new TraceMap(stored.bytes.toString()))
  }
  return places.reduce((text, each) => text.replace(each.text, () => original(each, maps.get(each.map))), stack)
}

type Command = (context: ReleaseContext, values: Values, rest: readonly string[]) => Promise<void>

function one(rest: readonly string[], what: string): string {
  const [first] = rest
  if (first !== undefined && rest.length === 1) return first
  throw new UsageError(`Specify ${what}.`)
}

const buildPackage = 'a remote, or shell'

async function keys(context: ReleaseContext, _: Values, [first, second, ...more]: readonly string[]): Promise<void> {
  if (first === undefined) return printKeys()
  if (second === undefined || more.length > 0) throw new UsageError('Specify `keys make FILE`, or `keys NAME KEY,…`.')
  return first === 'make' ? printNewKey(second) : changeTeam(context, first, second.split(','))
}

async function flag(context: ReleaseContext, values: Values, [name, share, ...more]: readonly string[]): Promise<void> {
  const { cohort, json = false, remove = false } = values
  if (name === undefined) return void process.stdout.write(await listFlags(context.store, json))
  if (more.length > 0 || (remove ? (share ?? cohort) !== undefined : (share ?? cohort) === undefined))
    throw new UsageError('Specify `flag NAME on|off|N%`, `flag NAME --cohort A,B`, or `flag NAME --remove`.')
  return setFlag(
    context,
    name,
    remove ? undefined : { percent: sharePercent(share ?? 'off'), cohorts: cohortsOf(cohort) },
  )
}

async function grant(context: ReleaseContext, values: Values, rest: readonly string[]): Promise<void> {
  const { json = false, list = false, revoke = false } = values
  const [remote, kind, ...sources] = rest
  if (list || rest.length === 0) {
    if (rest.length > 1) throw new UsageError('Specify `grant [NAME] --list`.')
    return void process.stdout.write(await listGrants(context.store, remote, json))
  }
  if (remote === undefined || kind === undefined || sources.length === 0)
    throw new UsageError('Specify `grant NAME KIND SOURCE…`, or `grant NAME --list`.')
  return changeGrant(context, { remote, kind, sources, revoke })
}

async function promotion(context: ReleaseContext, values: Values, rest: readonly string[]): Promise<void> {
  const { preview, version, 'from-store': from, 'from-keys': keys } = values
  const name = one(rest, buildPackage)
  if (from === undefined) {
    if (version !== undefined || keys !== undefined)
      throw new UsageError('--version and --from-keys belong to --from-store.')
    return promote(context, { name, preview, target: promotionTarget(values) })
  }
  // From another store it is a release here: `--preview` names where it goes to.
  const target = releaseTarget(values)
  return promoteBetweenStores(context, { name, from: openStore(from), keys: keys?.split(','), version, target })
}

/** Commands of `atrium release` beside the names of packages; none of them may be the name of a remote. */
export const commands: Readonly<Record<string, Command>> = {
  promote: promotion,
  rollback: (context, { to, preview, stable }, rest) =>
    rollback(context, { name: one(rest, buildPackage), to, preview, stable }),
  disable: async (context, _, [name, ...reason]) => {
    if (name === undefined || reason.length === 0)
      throw new UsageError('Specify a remote and a reason, which users see.')
    await switchRemote(context, name, reason.join(' '))
  },
  enable: (context, _, rest) => switchRemote(context, one(rest, 'a remote'), undefined),
  flag,
  grant,
  retire: (context, { grace }, rest) => retire(context, { name: one(rest, 'a remote'), grace: graceOf(grace) }),
  status: async ({ store }, { json }) =>
    void process.stdout.write(await (json ? statusJson(store) : statusText(store))),
  history: async ({ store }, values, [name]) =>
    void process.stdout.write(await (values.json ? historyJson : historyText)(store, historyPage(values, name))),
  gc: (context, { age }) => collectGarbage(context, daysOf(age)),
  refresh,
  keys,
  resolve: async ({ store }, _, rest) => {
    const file = one(rest, 'the file with the stack trace, or - for standard input')
    process.stdout.write(await resolveStack(store, readFileSync(file === '-' ? 0 : file, 'utf8')))
  },
}

async function builds(names: readonly string[], from: string | undefined): Promise<string[]> {
  if (from !== undefined) return [from]
  const { packages, buildFolder } = findProject()
  const available = packages()
  const unknown = names.find((name) => !available.includes(name))
  if (unknown !== undefined)
    throw new UsageError(
      `Unknown remote or command "${unknown}". Available: ${available.join(', ')}; commands: ${Object.keys(commands).join(', ')}`,
    )
  await buildPackages(names)
  return names.map(buildFolder)
}

const isAction = (name: string | undefined): name is RequestedChange['action'] =>
  name !== 'release' && (actions as readonly (string | undefined)[]).includes(name)

/** The command as a request to the registrar. */
function changeOf(
  values: Values,
  action: RequestedChange['action'],
  [name, ...words]: readonly string[],
): RequestedChange {
  if (name === undefined) throw new UsageError(`Specify ${buildPackage}.`)
  const { to, preview, stable, grace, reason } = values
  const why = action === 'disable' ? words.join(' ') : reason
  if (action === 'disable' && why === '') throw new UsageError('Specify a remote and a reason, which users see.')
  return {
    action,
    package: name,
    ...(action === 'release' ? { target: releaseTarget(values) } : {}),
    ...(action === 'promote' ? { target: promotionTarget(values) } : {}),
    ...(action === 'retire' ? { grace: graceOf(grace) } : {}),
    ...(action === 'release' || preview === undefined ? {} : { preview: channelName('preview', preview) }),
    ...(to === undefined ? {} : { to }),
    ...(stable === undefined ? {} : { stable }),
    ...(why === undefined ? {} : { reason: why }),
  }
}

/** Prints what a registrar made of it. @throws Error when it was refused. */
async function submitChange(place: string, change: RequestedChange, folder?: string): Promise<void> {
  const submission = await makeSubmission(change, folder)
  const outcome = await submit(place, submission)
  if (!outcome) return say(`${change.action} ${change.package}: submitted as ${submission.request.id}`)
  if (outcome.status === 'refused') throw new Error(`The registrar refused it:\n  ${outcome.lines.join('\n  ')}`)
  for (const line of outcome.lines) say(line)
}

async function runSubmission(place: string, values: Values, positionals: readonly string[]): Promise<void> {
  const [first, ...rest] = positionals
  if (values['dry-run'] || values.force) throw new UsageError('--submit takes neither --dry-run nor --force.')
  if (isAction(first)) return submitChange(place, changeOf(values, first, rest))
  if (first !== undefined && Object.hasOwn(commands, first))
    throw new UsageError(`${first} cannot be submitted. These can: NAME, ${actions.slice(1).join(', ')}.`)
  for (const folder of await builds([...new Set(positionals)], values.from))
    await submitChange(place, changeOf(values, 'release', [readBuild(folder).record.name]), folder)
}

async function runCommand(context: ReleaseContext, values: Values, [first, ...rest]: readonly string[]): Promise<void> {
  const command = first !== undefined && Object.hasOwn(commands, first) ? commands[first] : undefined
  if (command) return command(context, values, rest)
  if (first === undefined && values.from === undefined) throw new UsageError('Specify a remote or a command.')
  const target = releaseTarget(values)
  const folders = await builds([...new Set(first === undefined ? [] : [first, ...rest])], values.from)
  await releaseBuilds(context, { folders, target })
}

function defaultStore(): string {
  const { at, store } = findProject()
  return at(store)
}

/**
 * `atrium release …`: releases, and which users get which.
 *
 * @param command - Whose help a message about wrong arguments points to.
 */
export async function runRelease(args: readonly string[], command = 'release'): Promise<void> {
  try {
    const { values, positionals } = readCommandLine(args)
    if (values.submit !== undefined) return await runSubmission(values.submit, values, positionals)
    const store = openStore(values.store ?? process.env['ATRIUM_STORE'] ?? defaultStore())
    await runCommand(
      { store, dryRun: values['dry-run'] ?? false, force: values.force ?? false, reason: values.reason, say },
      values,
      positionals,
    )
  } catch (error) {
    if (error instanceof UsageError)
      throw new UsageError(`${error.message} (atrium ${command} --help)`, { cause: error })
    throw error
  }
}
