import type { ReleaseRecord } from '@atrium/protocol'

/** A remote that is compiled into the host. */
export interface InstalledRemote {
  /** What its package declares. */
  readonly about: Pick<
    ReleaseRecord,
    'name' | 'contract' | 'platform' | 'packageVersion' | 'navigation' | 'slots' | 'requires'
  >
  /** Why it is switched off. */
  readonly disabled?: string
  /** Name of what it exposes (`page`) → loads it. */
  readonly modules: Readonly<Record<string, () => Promise<unknown>>>
}

/** None: they are loaded at run time. The local mode of configs/webpack/host.ts fills this list. */
export const installedRemotes: readonly InstalledRemote[] = []
