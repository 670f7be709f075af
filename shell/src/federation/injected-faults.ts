import { AtriumError, type InjectedFault } from '@atrium/protocol'
import type { Boot } from '@atrium/mail-contracts'
import type { loadModule as LoadModule } from './containers.ts'

/** Milliseconds that a slowed remote takes longer. */
const slowness = 4_000

/** Whether something in this page comes from a developer's own server. */
export const isDevelopment = ({ registry, overrides = [] }: Pick<Boot, 'registry' | 'overrides'>): boolean =>
  overrides.some(({ refused }) => refused === undefined) ||
  registry.unsigned.length > 0

export interface Injector {
  readonly loadModule: typeof LoadModule
  /** Null heals the remote. */
  readonly inject: (remote: string, fault: InjectedFault | null) => void
}

const subject = (remote: string) => ({ subject: `${remote}, by hand in the inspector`, remedy: 'Heal it there.' })

/** Stands between loader and runtime, and does to a remote what the network or a bad release would do. */
export function createInjector(loadModule: typeof LoadModule): Injector {
  const faults = new Map<string, InjectedFault>()
  return {
    inject(remote, fault) {
      if (fault === null) faults.delete(remote)
      else faults.set(remote, fault)
    },
    async loadModule(entry, release, exposed) {
      const fault = faults.get(entry.name)
      if (fault === 'kill') throw new AtriumError('REMOTE_LOAD_FAILED', subject(entry.name))
      if (fault === 'corrupt') throw new AtriumError('REMOTE_REFUSED', subject(entry.name))
      if (fault === 'slow') await new Promise((resolve) => setTimeout(resolve, slowness))
      return loadModule(entry, release, exposed)
    },
  }
}
