import * as v from 'valibot'
import type { MethodContext } from './method-context.ts'
import { invalidArguments, MethodError } from './method-error.ts'

type Schema = v.GenericSchema<unknown, { readonly accountId: string }>

/**
 * The arguments of a call, checked; unknown ones are refused (RFC 8620 §3.9).
 *
 * @throws MethodError `invalidArguments` naming the argument, or `accountNotFound`
 */
export function parseArguments<S extends Schema>(schema: S, args: unknown, context: MethodContext): v.InferOutput<S> {
  const parsed = v.safeParse(schema, args, { abortEarly: true })
  if (!parsed.success) throw invalidArguments(describeIssue(parsed.issues[0]))
  if (parsed.output.accountId !== context.account.id) throw new MethodError('accountNotFound')
  return parsed.output
}

/** `ids[3]: must be an Id`. */
export function describeIssue(issue: v.BaseIssue<unknown>): string {
  const path = (issue.path ?? []).map(({ key }, at) =>
    typeof key === 'number' ? `[${key}]` : `${at > 0 ? '.' : ''}${String(key)}`,
  )
  const where = path.join('')
  if (issue.type === 'strict_object')
    return `${where}: ${issue.expected === 'never' ? 'is not known here' : 'is required'}`
  return where === '' ? issue.message : `${where}: ${issue.message}`
}
