import {
  channelNameSchema,
  publicKeySchema,
  remoteNameSchema,
  signatureSchema,
  signedReleaseSchema,
} from '@atrium/protocol'
import { openStore, parseDocument, type Store } from '@atrium/store'
import { isSigned, signValue } from '@atrium/trust'
import { createHash, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'
import { teamSigner } from '../keys.ts'
import { servedBytes } from '../release/operations.ts'
import { readBuild, revisionOf, signRelease } from '../release/uploads.ts'

// What a team asks the registrar for, signed with the team's key: one document with everything that is needed.

/** Bytes of a submission as JSON; a larger one is refused. */
export const largestSubmission = 128 * 1024 * 1024

/** What a submission can ask for; each is a command of `atrium`. */
export const actions = ['release', 'promote', 'rollback', 'disable', 'enable', 'retire'] as const

/** Relative, without hidden files and parent folders, since it is written to a folder. */
const filePathSchema = v.pipe(v.string(), v.regex(/^\w[\w.~-]*(\/\w[\w.~-]*)*$/), v.maxLength(200))

const targetSchema = v.variant('channel', [
  v.strictObject({ channel: v.literal('stable') }),
  v.strictObject({
    channel: v.literal('canary'),
    percent: v.pipe(v.number(), v.minValue(0), v.maxValue(100)),
    cohorts: v.pipe(v.array(channelNameSchema), v.readonly()),
  }),
  v.strictObject({ channel: v.literal('preview'), label: channelNameSchema }),
])

const requestSchema = v.strictObject({
  /** Unique: the registrar takes each once. */
  id: v.pipe(v.string(), v.uuid()),
  /** ISO 8601. */
  at: v.pipe(v.string(), v.isoTimestamp()),
  action: v.picklist(actions),
  package: remoteNameSchema,
  /** Of a release or a promotion. */
  target: v.optional(targetSchema),
  /** Label of a preview to promote or to remove. */
  preview: v.optional(channelNameSchema),
  /** Version to roll back to. */
  to: v.optional(v.string()),
  /** A rollback of stable even if there is a canary. */
  stable: v.optional(v.boolean()),
  /** Milliseconds that open tabs keep what is retired. */
  grace: v.optional(v.pipe(v.number(), v.minValue(0))),
  /** For the history; of `disable`, for people. */
  reason: v.optional(v.pipe(v.string(), v.maxLength(1000))),
  /** Of a release: file → SHA-256 of its bytes, in hex. */
  files: v.optional(v.record(filePathSchema, v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)))),
})

const submissionSchema = v.strictObject({
  request: requestSchema,
  signature: signatureSchema,
  /** Its record, signed by the same key. */
  release: v.optional(signedReleaseSchema),
  /** File → base64. */
  contents: v.optional(v.record(filePathSchema, v.string())),
})

/** What the registrar made of a submission. */
export const outcomeSchema = v.strictObject({
  id: v.string(),
  at: v.string(),
  status: v.picklist(['done', 'refused']),
  /** Who, as the history has it; absent when that is unknown. */
  by: v.optional(v.string()),
  key: publicKeySchema,
  action: v.picklist(actions),
  package: remoteNameSchema,
  /** What has changed, or why it was refused. */
  lines: v.array(v.string()),
})

export type SubmissionRequest = v.InferOutput<typeof requestSchema>
export type Submission = v.InferOutput<typeof submissionSchema>
export type Outcome = v.InferOutput<typeof outcomeSchema>

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** What is requested, without what each submission adds. */
export type RequestedChange = Omit<SubmissionRequest, 'id' | 'at' | 'files'>

async function packed(folder: string): Promise<Pick<Submission, 'release' | 'contents'>> {
  const build = readBuild(folder)
  const revision = revisionOf(folder)
  const files = [...build.files, ...build.maps].filter((file) => file !== 'record.json')
  const release = await signRelease({
    ...build.record,
    ...(revision === undefined ? {} : { revision }),
    size: await servedBytes(build),
  })
  const contents = files.map((file) => [file, readFileSync(path.join(folder, file)).toString('base64')] as const)
  return { release, contents: Object.fromEntries(contents) }
}

/**
 * A submission, signed with the key of the package's team.
 *
 * @param folder - Of the build, for a release.
 */
export async function makeSubmission(change: RequestedChange, folder?: string): Promise<Submission> {
  const build = folder === undefined ? {} : await packed(folder)
  const files = Object.entries(build.contents ?? {}).map(
    ([file, text]) => [file, sha256(Buffer.from(text, 'base64'))] as const,
  )
  const request: SubmissionRequest = {
    ...change,
    id: randomUUID(),
    at: new Date().toISOString(),
    ...(build.contents ? { files: Object.fromEntries(files) } : {}),
  }
  return { request, signature: await signValue('submission', request, teamSigner(change.package)), ...build }
}

/**
 * Reads a submission and checks that it is what its key has signed.
 *
 * @throws Error saying what is wrong with it.
 */
export async function readSubmission(text: string): Promise<Submission> {
  const submission = parseDocument(submissionSchema, text)
  const { request, signature, release, contents = {} } = submission
  if (!(await isSigned('submission', request, { keys: [signature.key], signatures: [signature] })))
    throw new Error('its signature is not that of its key')
  const files = request.files ?? {}
  const changed = [...new Set([...Object.keys(files), ...Object.keys(contents)])].find(
    (file) => contents[file] === undefined || sha256(Buffer.from(contents[file], 'base64')) !== files[file],
  )
  if (changed !== undefined) throw new Error(`${changed} is not the file that was signed`)
  if ((request.action === 'release') !== (release !== undefined))
    throw new Error('a release, and nothing else, has a record')
  if (release && release.record.name !== request.package)
    throw new Error(`it is for ${request.package} and has a record of ${release.record.name}`)
  if (release && release.signature.key !== signature.key)
    throw new Error('its record is signed with another key than the submission')
  return submission
}

/** Where submissions wait in a folder or bucket, and where what became of them is. */
export const queue = {
  waiting: 'submissions/',
  submission: (id: string): string => `submissions/${id}.json`,
  outcome: (id: string): string => `outcomes/${id}.json`,
} as const

/** Milliseconds for the registrar to check and publish a submission. */
const patience = 120_000

async function post(url: string, submission: Submission): Promise<Outcome> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(submission),
    signal: AbortSignal.timeout(patience),
  })
  const text = await response.text()
  try {
    return parseDocument(outcomeSchema, text)
  } catch {
    throw new Error(`${url} responded with status ${response.status}: ${text.slice(0, 300)}`)
  }
}

/**
 * Hands a submission to a registrar.
 *
 * @param place - Its URL, or the folder or bucket that it reads.
 * @returns What became of it; undefined where the registrar takes it later.
 */
export async function submit(place: string, submission: Submission): Promise<Outcome | undefined> {
  if (/^https?:/.test(place)) return post(place, submission)
  const store: Store = openStore(place)
  await store.replace(queue.submission(submission.request.id), Buffer.from(JSON.stringify(submission)), null)
  return undefined
}
