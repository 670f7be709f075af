import * as v from 'valibot'

// Versions and ranges as package managers write them (https://semver.org, node-semver's ranges), as far as a release
// record has them. The page and the tools decide with the same forty lines; the library would be 20 KB in the page.

type Triple = readonly [major: number, minor: number, patch: number]

/** `1.2.3`. Without pre-release and build metadata: what is released runs for users. */
export const semverSchema = v.pipe(
  v.string(),
  v.regex(/^\d{1,6}\.\d{1,6}\.\d{1,6}$/, 'must be a version of three numbers, such as 1.2.0'),
)

interface Comparator {
  readonly operator: string
  readonly low: Triple
  /** The lowest version above all those that the given numbers cover: of `1.2` it is 1.3.0. Undefined for `*`. */
  readonly above: Triple | undefined
  /** Whether all three numbers were given. */
  readonly exact: boolean
}

const pattern = /^(\^|~|>=|<=|>|<|=)?(\d{1,6}|[x*])(?:\.(\d{1,6}|[x*]))?(?:\.(\d{1,6}|[x*]))?$/

/** The version after all that agree with `low` up to a number: 0 is the major. */
const after = (low: Triple, index: number): Triple => {
  const [major, minor, patch] = low
  if (index === 0) return [major + 1, 0, 0]
  return index === 1 ? [major, minor + 1, 0] : [major, minor, patch + 1]
}

/** Index of the number that a caret keeps: the first that is not 0. */
function caretIndex(low: Triple, given: number): number {
  const first = low.findIndex((number) => number > 0)
  return first === -1 ? given - 1 : Math.min(first, given - 1)
}

function parseComparator(text: string): Comparator | undefined {
  const [match, operator = '', ...parts] = pattern.exec(text) ?? []
  if (match === undefined) return undefined
  const numbers = parts.map((part) => (part === undefined || /[x*]/.test(part) ? undefined : Number(part)))
  const given = numbers.indexOf(undefined) === -1 ? 3 : numbers.indexOf(undefined)
  const low = numbers.map((number, index) => (index < given ? number : 0)) as unknown as Triple
  const kept = operator === '^' ? caretIndex(low, given) : operator === '~' ? Math.min(1, given - 1) : given - 1
  return { operator, low, above: given === 0 ? undefined : after(low, kept), exact: given === 3 }
}

const compare = (one: Triple, other: Triple): number => {
  const different = one.findIndex((number, index) => number !== other[index])
  return different === -1 ? 0 : (one[different] ?? 0) - (other[different] ?? 0)
}

function covers({ operator, low, above, exact }: Comparator, version: Triple): boolean {
  if (!above) return operator !== '<' && operator !== '>'
  if (operator === '>=') return compare(version, low) >= 0
  if (operator === '<') return compare(version, low) < 0
  if (operator === '>') return exact ? compare(version, low) > 0 : compare(version, above) >= 0
  if (operator === '<=') return compare(version, above) < 0
  return compare(version, low) >= 0 && compare(version, above) < 0
}

const alternatives = (range: string): (Comparator | undefined)[][] =>
  range.split('||').map((part) => part.trim().split(/\s+/).map(parseComparator))

/** `^1.2.0`, `~1.2.0`, `>=1.2.0 <3.0.0`, `1.x`, `*`, and alternatives: `^1.4.0 || ^2.0.0`. */
export const rangeSchema = v.pipe(
  v.string(),
  v.maxLength(100),
  v.check(
    (range) => alternatives(range).every((comparators) => comparators.every((each) => each !== undefined)),
    'must be a range of versions, such as ^1.2.0 or "^1.4.0 || ^2.0.0"',
  ),
)

/** Whether a version is in a range; false when either is not one. */
export function satisfies(version: string, range: string): boolean {
  if (!v.is(semverSchema, version)) return false
  const numbers = version.split('.').map(Number) as unknown as Triple
  return alternatives(range).some((comparators) =>
    comparators.every((comparator) => comparator !== undefined && covers(comparator, numbers)),
  )
}
