import * as v from 'valibot'
import { transaction } from '../../database/transaction.ts'
import type { Arguments, Method, MethodContext } from '../protocol/method-context.ts'
import { parseArguments } from '../protocol/parse-arguments.ts'
import { applyPatch, changedProperties } from '../protocol/patch-object.ts'
import { resolveId } from '../protocol/run-get.ts'
import { runSet, setEntries } from '../protocol/run-set.ts'
import { objectSchema } from '../protocol/schemas.ts'
import { invalidProperties, notFound, SetFailure } from '../protocol/set-failure.ts'
import { emailId, submissionId } from '../store/object-id.ts'
import { readSubmission, submissionRecord } from '../store/submissions.ts'
import type { WriteScope } from '../store/write.ts'
import { createSubmission } from './create-submission.ts'
import { runEmailSet } from './email-set.ts'

const argumentsSchema = v.strictObject({
  ...setEntries,
  onSuccessUpdateEmail: v.nullish(v.record(v.string(), objectSchema, 'must be an Id[PatchObject]')),
  onSuccessDestroyEmail: v.nullish(v.array(v.string('must be an Id'), 'must be an Id[]')),
})

type SubmissionSetArguments = v.InferOutput<typeof argumentsSchema>

/** RFC 8621 §7.5. */
export const emailSubmissionSet: Method = (args, context) => {
  const parsed = parseArguments(argumentsSchema, args, context)
  // One transaction with the implicit Email/set: what was sent never stays behind as a draft.
  const answer = transaction(context.store.database, () => {
    const emails = emailsOf(context, [...Object.keys(parsed.update ?? {}), ...(parsed.destroy ?? [])])
    const result = runSet(context, parsed, {
      type: 'EmailSubmission',
      id: submissionId,
      create: (scope, record) => createSubmission(scope, context, record),
      update: (scope, key, patch) => updateSubmission(scope, context, { key, patch }),
      destroy: (scope, key) => destroySubmission(scope, context, key),
    })
    changeEmails(context, parsed, { result, emails })
    return result
  })
  context.wake()
  context.outgoing.transport?.wake()
  return answer
}

/** Submission id → message id, read before a submission may be gone. */
function emailsOf(context: MethodContext, ids: readonly string[]): Map<string, string> {
  return new Map(
    ids.flatMap((name) => {
      const id = resolveId(name, context)
      const key = submissionId.parse(id)
      const row = key === null ? undefined : readSubmission(context.store.query, context.account.key, key)
      return row ? [[id, emailId.format(row.email)]] : []
    }),
  )
}

/** The implicit Email/set, for the submissions that went well. */
function changeEmails(
  context: MethodContext,
  { onSuccessUpdateEmail, onSuccessDestroyEmail }: SubmissionSetArguments,
  { result, emails }: { result: Arguments; emails: ReadonlyMap<string, string> },
): void {
  if (!onSuccessUpdateEmail && !onSuccessDestroyEmail) return
  const done = new Set(['created', 'updated', 'destroyed'].flatMap((name) => succeeded(result[name])))
  const target = (name: string): string | undefined => {
    const id = resolveId(name, context)
    if (!done.has(name.startsWith('#') ? name.slice(1) : name) && !done.has(id)) return undefined
    return emails.get(id) ?? emailsOf(context, [id]).get(id)
  }
  const update: Record<string, Arguments> = {}
  for (const [name, patch] of Object.entries(onSuccessUpdateEmail ?? {})) {
    const email = target(name)
    if (email !== undefined) update[email] = patch
  }
  const destroy = (onSuccessDestroyEmail ?? []).flatMap((name) => target(name) ?? [])
  context.addResponse('Email/set', runEmailSet(context, { update, destroy }))
}

function succeeded(part: unknown): string[] {
  if (Array.isArray(part)) return part.map(String)
  return typeof part === 'object' && part !== null ? Object.keys(part) : []
}

function updateSubmission(
  scope: WriteScope,
  context: MethodContext,
  { key, patch }: { key: number; patch: Arguments },
): null {
  const row = readSubmission(scope.query, context.account.key, key)
  if (!row) throw notFound()
  const before = submissionRecord(scope.query, row)
  const after = applyPatch(before, patch)
  const changed = changedProperties(before, after)
  const fixed = changed.filter((name) => name !== 'undoStatus')
  if (fixed.length > 0) throw invalidProperties(fixed, `${fixed.join(', ')}: cannot be changed`)
  if (changed.length === 0) return null
  if (after['undoStatus'] !== 'canceled')
    throw invalidProperties(['undoStatus'], 'undoStatus: can only be set to canceled')
  if (row.undo_status !== 'pending')
    throw new SetFailure({ type: 'cannotUnsend', description: 'It is already on its way.' })
  scope.query.run(`UPDATE submission SET undo_status = 'canceled' WHERE id = ?`, key)
  scope.changes(context.account.key).record('EmailSubmission', key, 'updated')
  return null
}

function destroySubmission(scope: WriteScope, context: MethodContext, key: number): void {
  const row = readSubmission(scope.query, context.account.key, key)
  if (!row) throw notFound()
  // Destroying must not affect deliveries, and the row is what they are made from.
  const open =
    row.undo_status === 'pending' ||
    scope.query.one(`SELECT 1 FROM delivery WHERE submission = ? AND delivered = 'queued'`, key)
  if (open && row.undo_status !== 'canceled')
    throw new SetFailure({ type: 'forbidden', description: 'It is still being sent. Cancel it first.' })
  scope.query.run('DELETE FROM submission WHERE id = ?', key)
  scope.changes(context.account.key).record('EmailSubmission', key, 'destroyed')
}
