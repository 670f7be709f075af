import * as v from 'valibot'
import { composeMessage } from '../compose/compose-message.ts'
import { readEmail as readNewEmail } from '../compose/read-email.ts'
import type { Arguments, Method, MethodContext } from '../protocol/method-context.ts'
import { parseArguments } from '../protocol/parse-arguments.ts'
import { resolveId } from '../protocol/run-get.ts'
import { runSet, setEntries, type SetArguments } from '../protocol/run-set.ts'
import { invalidProperties, notFound } from '../protocol/set-failure.ts'
import { destroyEmail } from '../store/destroy-email.ts'
import { readEmail } from '../store/email-rows.ts'
import { insertEmail } from '../store/insert-email.ts'
import { emailId, threadId } from '../store/object-id.ts'
import type { WriteScope } from '../store/write.ts'
import { readKeywordSet, readMailboxIds, readReceivedAt } from './email-placement.ts'
import { changeEmail } from './change-email.ts'

const argumentsSchema = v.strictObject(setEntries)

type Json = Readonly<Record<string, unknown>>

/** RFC 8621 §4.6. */
export const emailSet: Method = (args, context) => runEmailSet(context, parseArguments(argumentsSchema, args, context))

/** The same, for the implicit call that follows an EmailSubmission/set. */
export function runEmailSet(context: MethodContext, args: SetArguments): Arguments {
  const account = context.account.key
  let known: number | undefined
  const freed = (scope: WriteScope): number => (known ??= sizeOf(scope, context, args.destroy ?? []))
  return runSet(context, args, {
    type: 'Email',
    id: emailId,
    create: (scope, record) => createEmail(scope, context, { record, freed: freed(scope) }),
    update: (scope, key, patch) => {
      changeEmail(scope, context, { key, patch })
      return null
    },
    destroy: (scope, key) => {
      const row = readEmail(scope.query, account, key)
      if (!row) throw notFound()
      destroyEmail(scope, account, row)
    },
  })
}

function sizeOf(scope: WriteScope, context: MethodContext, ids: readonly string[]): number {
  const keys = new Set(ids.map((id) => emailId.parse(resolveId(id, context))))
  let size = 0
  for (const key of keys) size += key === null ? 0 : (readEmail(scope.query, context.account.key, key)?.size ?? 0)
  return size
}

/** @param freed - Bytes that the same call frees by what it destroys: a draft is saved by replacing it. */
function createEmail(scope: WriteScope, context: MethodContext, { record, freed }: { record: Json; freed: number }): Json & { id: string } {
  const account = context.account.key
  if ((record['mailboxIds'] ?? null) === null) throw invalidProperties(['mailboxIds'], 'mailboxIds: is required')
  const placement = {
    mailboxes: [...readMailboxIds(record['mailboxIds'], context)],
    keywords: [...readKeywordSet(record['keywords'])],
    receivedAt: readReceivedAt(record['receivedAt']) ?? scope.now,
  }
  const composed = composeMessage(scope, readNewEmail(record), { account, domain: context.outgoing.domain, freed })
  const { id, thread } = insertEmail(scope, { account, ...composed, ...placement })
  return {
    id: emailId.format(id),
    blobId: composed.blob,
    threadId: threadId.format(thread),
    size: composed.message.size,
  }
}
