import * as v from 'valibot'
import { describeIssue } from './parse-arguments.ts'
import { maxFilterConditions, maxFilterText } from './limits.ts'
import { invalidArguments, MethodError } from './method-error.ts'

/** A filter that was checked (RFC 8620 §5.5). */
export type FilterTree<Condition> =
  | { readonly operator: 'AND' | 'OR' | 'NOT'; readonly conditions: readonly FilterTree<Condition>[] }
  | { readonly condition: Condition }

/** Deeper than any person's search. */
const maxDepth = 30

/**
 * @throws MethodError `invalidArguments`, naming the condition that is wrong, or `unsupportedFilter` when it is more
 *   than a search may cost
 */
export function parseFilter<S extends v.GenericSchema>(schema: S, filter: unknown): FilterTree<v.InferOutput<S>> {
  return parseNode(schema, filter, { at: 'filter', depth: 0, seen: { conditions: 0 } })
}

interface Place {
  readonly at: string
  readonly depth: number
  readonly seen: { conditions: number }
}

function parseNode<S extends v.GenericSchema>(
  schema: S,
  filter: unknown,
  { at, depth, seen }: Place,
): FilterTree<v.InferOutput<S>> {
  seen.conditions += 1
  if (seen.conditions > maxFilterConditions) throw unsupported(`filter: has more than ${maxFilterConditions} conditions`)
  if (depth > maxDepth) throw invalidArguments(`${at}: is nested too deeply`)
  if (typeof filter !== 'object' || filter === null || Array.isArray(filter))
    throw invalidArguments(`${at}: must be an Object`)
  for (const [name, value] of Object.entries(filter)) refuseLongText(value, `${at}.${name}`)
  if (!('operator' in filter)) return { condition: check(schema, filter, at) }
  const { operator, conditions } = check(operatorSchema, filter, at)
  const child = (condition: unknown, index: number): FilterTree<v.InferOutput<S>> =>
    parseNode(schema, condition, { at: `${at}.conditions[${index}]`, depth: depth + 1, seen })
  return { operator, conditions: conditions.map(child) }
}

/** A text, or the texts in a list: names of fields, ids, what is looked for. */
function refuseLongText(value: unknown, at: string): void {
  const longest = Array.isArray(value) ? value.find((item) => isLongText(item)) : value
  if (isLongText(longest)) throw unsupported(`${at.slice(0, 200)}: has more than ${maxFilterText} characters`)
}

function isLongText(value: unknown): boolean {
  return typeof value === 'string' && value.length > maxFilterText
}

function unsupported(description: string): MethodError {
  return new MethodError('unsupportedFilter', description)
}

function check<S extends v.GenericSchema>(schema: S, value: unknown, at: string): v.InferOutput<S> {
  const parsed = v.safeParse(schema, value, { abortEarly: true })
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
