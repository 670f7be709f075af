import { publicKeySchema } from '@atrium/protocol'
import { parseDocument, type Store } from '@atrium/store'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import * as v from 'valibot'
import { promote, releaseBuilds, rollback, switchRemote, type ReleaseContext } from '../release/operations.ts'
import { retire } from '../release/retirement.ts'
import { actions, outcomeSchema, queue, readSubmission, type Outcome, type Submission } from './submission.ts'

// The one place that holds the registry's key where teams do not: it judges what they submit, and writes the registry.

const policySchema = v.strictObject({
  /** Who → the public keys they sign with. */
  who: v.record(v.pipe(v.string(), v.regex(/^[\w][\w .@+-]{0,79}$/)), v.pipe(v.array(publicKeySchema), v.minLength(1))),
  /** What is not allowed by one of them is refused. */
  rules: v.array(
    v.strictObject({
      who: v.array(v.string()),
      /** Names; with a `*` at the end, all that start so. */
      packages: v.array(
        v.pipe(v.string(), v.regex(/^([a-z][a-z0-9-]*)?\*?$/, 'must be a name, or the start of one and *')),
      ),
      may: v.array(v.picklist(actions)),
    }),
  ),
})

export type Policy = v.InferOutput<typeof policySchema>

/** @throws Error naming the file and the field that is wrong. */
export function readPolicy(file: string): Policy {
  let policy: Policy
  try {
    policy = parseDocument(policySchema, readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new Error(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
  const unknown = policy.rules.flatMap(({ who }) => who).find((name) => !Object.hasOwn(policy.who, name))
  if (unknown !== undefined) throw new Error(`${file}: a rule names ${unknown}, which is not in "who"`)
  return policy
}

const covers = (pattern: string, name: string): boolean =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name

/** @throws Error naming who may not do what. */
function requirePermission({ who, rules }: Policy, { request, signature }: Submission): string {
  const names = Object.keys(who).filter((name) => who[name]?.includes(signature.key))
  if (names.length === 0) throw new Error(`the key ${signature.key.slice(0, 8)} is not in the policy`)
  const allowed = names.find((name) =>
    rules.some(
      (rule) =>
        rule.who.includes(name) &&
        rule.may.includes(request.action) &&
        rule.packages.some((pattern) => covers(pattern, request.package)),
    ),
  )
  if (allowed !== undefined) return allowed
  throw new Error(`${names.join(', ')} may not ${request.action} ${request.package}`)
}

/** Milliseconds after which a submission is refused: one that was kept back must not take effect much later. */
const validity = 24 * 3_600_000

/** Milliseconds that the clock of a team may be ahead. */
const clockTolerance = 5 * 60_000

function requireRecent({ request: { at } }: Submission): void {
  const age = Date.now() - Date.parse(at)
  if (age > validity) throw new Error(`it was made at ${at}, more than a day ago: submit it again`)
  if (age < -clockTolerance) throw new Error(`it was made at ${at}, which is in the future: correct the clock`)
}

async function releaseSubmitted(
  context: ReleaseContext,
  { request, release, contents = {} }: Submission,
): Promise<void> {
  if (!release) throw new Error('it has no record')
  const folder = mkdtempSync(path.join(os.tmpdir(), 'atrium-submission-'))
  try {
    for (const [file, text] of Object.entries(contents)) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
      writeFileSync(path.join(folder, file), Buffer.from(text, 'base64'))
    }
    writeFileSync(path.join(folder, 'record.json'), JSON.stringify(release.record))
    await releaseBuilds(context, {
      folders: [folder],
      target: request.target ?? { channel: 'stable' },
      signed: [release],
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function carryOut(context: ReleaseContext, submission: Submission): Promise<void> {
  const { request } = submission
  const { package: name, target = { channel: 'stable' }, preview, reason, grace = 0 } = request
  switch (request.action) {
    case 'release':
      return releaseSubmitted(context, submission)
    case 'promote':
      return promote(context, { name, preview, target })
    case 'rollback':
      return rollback(context, { name, preview, to: request.to, stable: request.stable })
    case 'disable':
      if (reason === undefined) throw new Error('it needs a reason, which users see')
      return switchRemote(context, name, reason)
    case 'enable':
      return switchRemote(context, name, undefined)
    case 'retire':
      return retire(context, { name, grace })
  }
}

export interface RegistrarOptions {
  /** Where releases are. */
  readonly store: Store
  /** Read at each submission, so that a change counts at once. */
  readonly policy: () => Policy
  readonly say: (line: string) => void
}

/** What became of each submission, whatever it was; kept with the releases, so that each is taken once. */
const recordOf = (id: string): string => `submitted/${id}.json`

async function decide({ store, policy }: RegistrarOptions, submission: Submission): Promise<Outcome> {
  const { request, signature } = submission
  const lines: string[] = []
  const outcome = (status: Outcome['status'], by?: string): Outcome => ({
    id: request.id,
    at: new Date().toISOString(),
    status,
    ...(by === undefined ? {} : { by }),
    key: signature.key,
    action: request.action,
    package: request.package,
    lines,
  })
  let by: string | undefined
  try {
    requireRecent(submission)
    by = `${requirePermission(policy(), submission)} (key ${signature.key.slice(0, 8)})`
    const { reason } = request
    await carryOut({ store, dryRun: false, force: false, reason, by, say: (line) => lines.push(line) }, submission)
    return outcome('done', by)
  } catch (error) {
    lines.push(error instanceof Error ? error.message : String(error))
    return outcome('refused', by)
  }
}

/**
 * Judges submissions, one after another, and carries out those that policy and checks allow.
 *
 * @returns What became of one; the same again when it is submitted a second time.
 * @throws Error when it is no submission at all.
 */
export function createRegistrar(options: RegistrarOptions): (text: string) => Promise<Outcome> {
  const { store, say } = options
  const take = async (text: string): Promise<Outcome> => {
    const submission = await readSubmission(text)
    const record = recordOf(submission.request.id)
    const before = await store.read(record)
    if (before) return parseDocument(outcomeSchema, before.bytes.toString())
    const outcome = await decide(options, submission)
    await store.replace(record, Buffer.from(`${JSON.stringify(outcome)}\n`), null)
    for (const line of [
      `${outcome.status}: ${outcome.action} ${outcome.package} by ${outcome.by ?? outcome.key}`,
      ...outcome.lines,
    ])
      say(line)
    return outcome
  }
  let last: Promise<unknown> = Promise.resolve()
  return (text) => {
    const taken = last.then(() => take(text))
    last = taken.catch(() => undefined)
    return taken
  }
}

/**
 * Takes every submission that waits in a folder or bucket, the oldest first, and leaves what became of it there.
 *
 * @returns How many were refused.
 */
export async function takeWaiting(place: Store, take: (text: string) => Promise<Outcome>): Promise<number> {
  const waiting = (await place.list(queue.waiting)).sort((a, b) => a.modified.getTime() - b.modified.getTime())
  let refused = 0
  for (const { path: file } of waiting) {
    const id = path.posix.basename(file, '.json')
    const stored = await place.read(file)
    if (!stored) continue
    const outcome: unknown = await take(stored.bytes.toString()).catch((error: unknown) => ({
      id,
      status: 'refused',
      lines: [error instanceof Error ? error.message : String(error)],
    }))
    if (Reflect.get(Object(outcome), 'status') === 'refused') refused++
    await place.replace(queue.outcome(id), Buffer.from(`${JSON.stringify(outcome)}\n`), null)
    await place.remove(file)
  }
  return refused
}
