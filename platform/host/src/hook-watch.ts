import { AtriumError, type ReleaseRecord } from '@atrium/protocol'
import { useEffect, useId } from 'react'
import type { Loaded } from './remote-loader.ts'

type Hook = (...args: unknown[]) => unknown

interface Reading {
  readonly args: readonly unknown[]
  readonly value: unknown
}

/** Milliseconds without a change after which all callers must have read the same. */
export const settleTime = 500

const fieldsOf = (value: unknown): Map<string, unknown> | undefined =>
  typeof value === 'object' && value !== null
    ? new Map(Object.entries(value).filter(([, field]) => typeof field !== 'function'))
    : undefined

/** The same to its reader: equal, or made of equal fields; functions are not compared. */
function alike(one: unknown, other: unknown): boolean {
  if (Object.is(one, other) || (typeof one === 'function' && typeof other === 'function')) return true
  const [fields, others] = [fieldsOf(one), fieldsOf(other)]
  if (!fields || !others || fields.size !== others.size) return false
  return [...fields].every(([key, field]) => others.has(key) && Object.is(field, others.get(key)))
}

const show = (value: unknown): string => {
  try {
    return (JSON.stringify(value) ?? String(value)).slice(0, 80)
  } catch {
    return String(value)
  }
}

/** Two readings with the same arguments and different values. */
function findSplit(readings: Iterable<Reading>): readonly [Reading, Reading] | undefined {
  const first: Reading[] = []
  for (const reading of readings) {
    const other = first.find(({ args }) => alike(args, reading.args))
    if (!other) first.push(reading)
    else if (!alike(other.value, reading.value)) return [other, reading]
  }
  return undefined
}

function watch(hook: Hook, onSplit: (one: Reading, other: Reading) => void): Hook {
  const readings = new Map<string, Reading>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let reported = false
  const check = (): void => {
    const found = findSplit(readings.values())
    if (!found || reported) return
    reported = true
    onSplit(...found)
  }
  return function useWatched(...args) {
    const value = hook(...args)
    const caller = useId()
    useEffect(() => {
      readings.set(caller, { args, value })
      clearTimeout(timer)
      if (!reported && readings.size > 1) timer = setTimeout(check, settleTime)
    })
    useEffect(() => () => void readings.delete(caller), [caller])
    return value
  }
}

const isHook = (name: string, value: unknown): value is Hook => /^use[A-Z]/.test(name) && typeof value === 'function'

const disagreement = (name: string, release: ReleaseRecord, [one, other]: readonly [Reading, Reading]) =>
  new AtriumError('HOOK_STATE_SPLIT', {
    subject: `${name} of release ${release.version}: one caller reads ${show(one.value)}, another ${show(other.value)}`,
    remedy: 'Keep the state in a store of the remote, and let the hook read it.',
  })

/**
 * An exposed hook with a state of its own makes one state per caller, silently. So each hook of a loaded
 * module is watched: when two callers with the same arguments have read different values for half a second,
 * it is reported, once, by name.
 */
export function createHookWatch(report: (release: ReleaseRecord, error: AtriumError) => void) {
  const watched = new WeakMap<object, unknown>()
  return function watchHooks<Module>(name: string, { module, release }: Loaded<Module>): Module {
    if (typeof module !== 'object' || module === null) return module
    const known = watched.get(module)
    if (known !== undefined) return known as Module
    const hooks = Object.entries(module).filter(([key, value]) => isHook(key, value))
    if (hooks.length === 0) return module
    const guarded = hooks.map(([key, hook]): [string, Hook] => [
      key,
      watch(hook as Hook, (...pair) => report(release, disagreement(`${name} ${key}`, release, pair))),
    ])
    const wrapped = { ...module, ...Object.fromEntries(guarded) }
    watched.set(module, wrapped)
    return wrapped
  }
}
