import type { Invocation } from '@atrium/mail-contracts'
import * as v from 'valibot'
import type { Arguments } from './method-context.ts'
import { invalidArguments, MethodError } from './method-error.ts'

const referenceSchema = v.strictObject({ resultOf: v.string(), name: v.string(), path: v.string() })

/**
 * Replaces `#name` arguments by what they refer to in earlier responses (RFC 8620 §3.7).
 *
 * @throws MethodError `invalidResultReference` or `invalidArguments`
 */
export function resolveReferences(args: Arguments, responses: readonly Invocation[]): Arguments {
  if (!Object.keys(args).some((name) => name.startsWith('#'))) return args
  const resolved: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(args)) {
    if (!name.startsWith('#')) resolved[name] = value
    else if (Object.hasOwn(args, name.slice(1))) throw invalidArguments(`${name.slice(1)}: is given twice`)
    else resolved[name.slice(1)] = resolve(value, responses)
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
  return follow(response[1], tokensOf(path))
}

function tokensOf(path: string): string[] {
  if (path === '') return []
  if (!path.startsWith('/')) throw new MethodError('invalidResultReference', 'path: must begin with a slash')
  return path
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** JSON Pointer, with `*` for each item of an array, the results flattened by one level. */
function follow(value: unknown, tokens: readonly string[]): unknown {
  const [token, ...rest] = tokens
  if (token === undefined) return value
  if (Array.isArray(value)) {
    if (token === '*')
      return value.flatMap((item: unknown) => {
        const found = follow(item, rest)
        return Array.isArray(found) ? (found as unknown[]) : [found]
      })
    if (/^(0|[1-9]\d*)$/.test(token) && Number(token) < value.length) return follow(value[Number(token)], rest)
  } else if (typeof value === 'object' && value !== null && Object.hasOwn(value, token)) {
    return follow((value as Record<string, unknown>)[token], rest)
  }
  throw new MethodError('invalidResultReference', `path: nothing at "${token}"`)
}
