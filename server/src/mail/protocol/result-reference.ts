import type { Invocation } from '@atrium/mail-contracts'
import * as v from 'valibot'
import type { Arguments } from './method-context.ts'
import { maxPathTokens } from './limits.ts'
import { invalidArguments, MethodError } from './method-error.ts'
import type { RequestBudget } from './request-budget.ts'

const referenceSchema = v.strictObject({ resultOf: v.string(), name: v.string(), path: v.string() })

/**
 * Replaces `#name` arguments by what they refer to in earlier responses (RFC 8620 §3.7).
 *
 * What they refer to is shared, not copied: a few of them can stand for more than there is memory, so the
 * budget counts each of them in full.
 *
 * @throws MethodError `invalidResultReference`, `invalidArguments` or `requestTooLarge`
 */
export function resolveReferences(
  args: Arguments,
  responses: readonly Invocation[],
  budget: RequestBudget,
): Arguments {
  if (!Object.keys(args).some((name) => name.startsWith('#'))) return args
  const resolved: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(args)) {
    if (!name.startsWith('#')) resolved[name] = value
    else if (Object.hasOwn(args, name.slice(1))) throw invalidArguments(`${name.slice(1)}: is given twice`)
    else {
      budget.countReference()
      const found = resolve(value, responses)
      budget.countResolved(found)
      resolved[name.slice(1)] = found
    }
  }
  return resolved
}

function resolve(value: unknown, responses: readonly Invocation[]): unknown {
  const reference = v.safeParse(referenceSchema, value)
  if (!reference.success) throw new MethodError('invalidResultReference', 'not a ResultReference')
  const { resultOf, name, path } = reference.output
  const response = responses.find(([, , callId]) => callId === resultOf)
  if (response?.[0] !== name)
    throw new MethodError('invalidResultReference', `there is no ${name} response to call ${resultOf}`)
  return follow(response[1], tokensOf(path), 0)
}

function tokensOf(path: string): string[] {
  if (path === '') return []
  if (!path.startsWith('/')) throw new MethodError('invalidResultReference', 'path: must begin with a slash')
  const tokens = path.slice(1).split('/', maxPathTokens + 1)
  if (tokens.length > maxPathTokens)
    throw new MethodError('invalidResultReference', `path: has more than ${maxPathTokens} levels`)
  return tokens.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** JSON Pointer, with `*` for each item of an array, the results flattened by one level. */
function follow(value: unknown, tokens: readonly string[], at: number): unknown {
  const token = tokens[at]
  if (token === undefined) return value
  if (Array.isArray(value)) {
    if (token === '*')
      return value.flatMap((item: unknown) => {
        const found = follow(item, tokens, at + 1)
        return Array.isArray(found) ? (found as unknown[]) : [found]
      })
    if (/^(0|[1-9]\d*)$/.test(token) && Number(token) < value.length) return follow(value[Number(token)], tokens, at + 1)
  } else if (typeof value === 'object' && value !== null && Object.hasOwn(value, token)) {
    return follow((value as Record<string, unknown>)[token], tokens, at + 1)
  }
  throw new MethodError('invalidResultReference', `path: nothing at "${token}"`)
}
