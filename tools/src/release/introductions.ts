import type { Store } from '@atrium/store'
import { changes } from './history.ts'
import { versionIn } from './moves.ts'

/** Who last brought what, as history has it. */
export interface Introductions {
  /** The version of a piece that was built and brought last; it may have been taken back since. */
  readonly version: (name: string) => string | undefined
  /** `start` or `release`: what brought it. */
  readonly command: (name: string) => string | undefined
  /** What switched it off or on last. */
  readonly switchedBy: (name: string) => string | undefined
}

const bringing = new Set(['start', 'release'])

/** Reads history back to where all that is asked of these pieces is known: who brought them, and who switched off what is off. */
export async function introductions(store: Store, { names, off }: { names: readonly string[]; off: readonly string[] }): Promise<Introductions> {
  const brought = new Map<string, { readonly version: string; readonly command: string }>()
  const switched = new Map<string, string>()
  for await (const { command, moves } of changes(store)) {
    for (const { name, what, to } of moves) {
      const version = versionIn(to)
      if (version !== undefined && bringing.has(command) && !brought.has(name)) brought.set(name, { version, command })
      if (what === 'off' && !switched.has(name)) switched.set(name, command)
    }
    if (names.every((name) => brought.has(name)) && off.every((name) => switched.has(name))) break
  }
  return {
    version: (name) => brought.get(name)?.version,
    command: (name) => brought.get(name)?.command,
    switchedBy: (name) => switched.get(name),
  }
}
