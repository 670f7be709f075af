import * as v from 'valibot'
import type { Method } from '../protocol/method-context.ts'
import { invalidArguments, MethodError } from '../protocol/method-error.ts'
import { describeIssue } from '../protocol/parse-arguments.ts'
import { booleanSchema, idSchema, objectSchema, stringSchema } from '../protocol/schemas.ts'

const emailSchema = v.strictObject({
  fromAccountId: idSchema,
  ifFromInState: v.nullish(stringSchema),
  accountId: idSchema,
  ifInState: v.nullish(stringSchema),
  create: v.record(v.string(), objectSchema, 'must be an Id[Email]'),
  onSuccessDestroyOriginal: v.optional(booleanSchema),
  destroyFromIfInState: v.nullish(stringSchema),
})

const blobSchema = v.strictObject({
  fromAccountId: idSchema,
  accountId: idSchema,
  blobIds: v.array(v.string('must be an Id'), 'must be an Id[]'),
})

/** Email/copy (RFC 8621 §4.7): nobody here has two accounts to copy between. */
export const emailCopy: Method = copyBetweenAccounts(emailSchema)

/** Blob/copy (RFC 8620 §6.3). */
export const blobCopy: Method = copyBetweenAccounts(blobSchema)

function copyBetweenAccounts(schema: v.GenericSchema<unknown, { accountId: string; fromAccountId: string }>): Method {
  return (args, context) => {
    const parsed = v.safeParse(schema, args)
    if (!parsed.success) throw invalidArguments(describeIssue(parsed.issues[0]))
    const { accountId, fromAccountId } = parsed.output
    if (accountId !== context.account.id) throw new MethodError('accountNotFound')
    if (fromAccountId !== context.account.id) throw new MethodError('fromAccountNotFound')
    throw invalidArguments('fromAccountId: must be another account than accountId')
  }
}
