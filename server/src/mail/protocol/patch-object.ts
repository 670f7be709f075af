import { isDeepStrictEqual } from 'node:util'
import { maxPatchDepth } from './limits.ts'
import { SetFailure } from './set-failure.ts'

type Json = Readonly<Record<string, unknown>>

/**
 * Applies a PatchObject (RFC 8620 §5.3) to a record; the record is not changed.
 * `defaults` has what null sets a property to; others are removed.
 *
 * @throws SetFailure `invalidPatch`
 */
export function applyPatch(record: Json, patch: Json, defaults: Json = {}): Json {
  const paths = Object.keys(patch).map(pathOf)
  refuseOverlap(Object.keys(patch))
  const patched: Record<string, unknown> = JSON.parse(JSON.stringify(record))
  for (const [at, value] of Object.values(patch).entries()) {
    const path = paths[at] ?? []
    const last = path.at(-1) ?? ''
    const parent = parentOf(patched, path)
    if (value !== null) parent[last] = value
    else if (path.length === 1 && last in defaults) parent[last] = defaults[last]
    else delete parent[last]
  }
  return patched
}

function pathOf(key: string): string[] {
  const tokens = key.split('/', maxPatchDepth + 1)
  if (tokens.length > maxPatchDepth) throw invalidPatch(key.slice(0, 200), `has more than ${maxPatchDepth} levels`)
  return tokens.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** Top-level properties in which two records differ. */
export function changedProperties(before: Json, after: Json): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].filter((name) => !isDeepStrictEqual(before[name], after[name]))
}

function parentOf(record: Record<string, unknown>, path: readonly string[]): Record<string, unknown> {
  let parent = record
  for (const token of path.slice(0, -1)) {
    const next = Object.hasOwn(parent, token) ? parent[token] : undefined
    if (typeof next !== 'object' || next === null || Array.isArray(next))
      throw invalidPatch(path.join('/'), 'does not exist')
    parent = next as Record<string, unknown>
  }
  if (path.includes('__proto__')) throw invalidPatch(path.join('/'), 'does not exist')
  return parent
}

function refuseOverlap(keys: readonly string[]): void {
  const sorted = new Set(keys)
  for (const key of keys)
    for (let slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1))
      if (sorted.has(key.slice(0, slash))) throw invalidPatch(key, 'is inside another path of the patch')
}

function invalidPatch(path: string, problem: string): SetFailure {
  return new SetFailure({
    type: 'invalidPatch',
    description: `${path}: ${problem}`,
    properties: [path.split('/')[0] ?? ''],
  })
}
