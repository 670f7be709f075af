import * as v from 'valibot'
import { describeIssue } from './parse-arguments.ts'
import { invalidArguments } from './method-error.ts'

/** A filter that was checked (RFC 8620 §5.5). */
export type FilterTree<Condition> =
  | { readonly operator: 'AND' | 'OR' | 'NOT'; readonly conditions: readonly FilterTree<Condition>[] }
  | { readonly condition: Condition }

/** Deeper than any person's search. */
const maxDepth = 30

/** @throws MethodError `invalidArguments`, naming the condition that is wrong */
export function parseFilter<S extends v.GenericSchema>(
  schema: S,
  filter: unknown,
  { at, depth } = { at: 'filter', depth: 0 },
): FilterTree<v.InferOutput<S>> {
  if (depth > maxDepth) throw invalidArguments(`${at}: is nested too deeply`)
  if (typeof filter !== 'object' || filter === null || Array.isArray(filter))
    throw invalidArguments(`${at}: must be an Object`)
  if (!('operator' in filter)) return { condition: check(schema, filter, at) }
  const { operator, conditions } = check(operatorSchema, filter, at)
  const child = (condition: unknown, index: number): FilterTree<v.InferOutput<S>> =>
    parseFilter(schema, condition, { at: `${at}.conditions[${index}]`, depth: depth + 1 })
  return { operator, conditions: conditions.map(child) }
}

function check<S extends v.GenericSchema>(schema: S, value: unknown, at: string): v.InferOutput<S> {
  const parsed = v.safeParse(schema, value)
  if (parsed.success) return parsed.output
  throw invalidArguments(`${at}.${describeIssue(parsed.issues[0])}`)
}

const operatorSchema = v.strictObject({
  operator: v.picklist(['AND', 'OR', 'NOT'], 'must be AND, OR or NOT'),
  conditions: v.array(v.unknown(), 'must be an array'),
})

/** Whether a record matches. */
export function matchesFilter<Condition>(
  tree: FilterTree<Condition>,
  matches: (condition: Condition) => boolean,
): boolean {
  if ('condition' in tree) return matches(tree.condition)
  const check = (child: FilterTree<Condition>): boolean => matchesFilter(child, matches)
  if (tree.operator === 'AND') return tree.conditions.every(check)
  return tree.operator === 'OR' ? tree.conditions.some(check) : !tree.conditions.some(check)
}
