import { createHash } from 'node:crypto'
import type { Listing } from '../mime/message.ts'
import { baseSubject } from './base-subject.ts'
import { moveThread } from './move-thread.ts'
import type { WriteScope } from './write.ts'

/** References of one message that are looked at: the first names the start, the last ones the parents. */
const maxReferences = 100

/** A thread that has grown so long is no conversation: what comes next begins another one. */
const maxThread = 1000

/**
 * The thread a message belongs to, made if need be (RFC 8621 §3): one with which it shares a message id
 * and its base subject. A message that links several threads makes them one.
 */
export function findThread(scope: WriteScope, account: number, listing: Listing): number {
  const keys = threadKeys(listing)
  const threads = knownThreads(scope, account, keys)
  const roomy = threads.filter((thread) => sizeOf(scope, thread) < maxThread)
  const [first] = roomy
  const target = first ?? scope.query.run('INSERT INTO thread (account) VALUES (?)', account).lastId
  scope.changes(account).touchThread(target)
  for (const other of roomy.slice(1))
    if (sizeOf(scope, target) + sizeOf(scope, other) <= maxThread)
      moveThread(scope, account, { from: other, to: target })
  for (const key of keys)
    scope.query.run(
      'INSERT INTO thread_reference (account, key, thread) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET thread = excluded.thread',
      account,
      key,
      target,
    )
  return target
}

function threadKeys({ messageId, inReplyTo, references, subject }: Listing): Buffer[] {
  const all = references ?? []
  const kept = all.length > maxReferences ? [...all.slice(0, 1), ...all.slice(1 - maxReferences)] : all
  const ids = new Set([...(messageId ?? []).slice(0, 1), ...(inReplyTo ?? []).slice(0, 10), ...kept])
  const base = baseSubject(subject ?? '')
  return [...ids].map((id) => createHash('sha256').update(`${id}\n${base}`).digest().subarray(0, 16))
}

function knownThreads({ query }: WriteScope, account: number, keys: readonly Buffer[]): number[] {
  const found = keys.flatMap((key) =>
    query.all<{ thread: number }>('SELECT thread FROM thread_reference WHERE account = ? AND key = ?', account, key),
  )
  return [...new Set(found.map((row) => row.thread))].sort((a, b) => a - b)
}

function sizeOf({ query }: WriteScope, thread: number): number {
  return query.one<{ size: number }>('SELECT count(*) AS size FROM email WHERE thread = ?', thread)?.size ?? 0
}
