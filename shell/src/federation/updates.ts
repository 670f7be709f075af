import { createStore, type StoreApi } from 'zustand'
import type { RegistryClient } from './registry-client.ts'

export interface Updates {
  /** By remote, how often its newest release was taken up; who draws it loads again when this grows. */
  readonly generations: StoreApi<Readonly<Record<string, number>>>
  /** Who draws it loads it again. */
  readonly reload: (remote: string) => void
  /** Takes up what is newer, except for remotes that must not be replaced now. */
  readonly adopt: (held: (remote: string) => boolean) => void
}

/**
 * A remote changes as a whole: page, rail and what others load of it come from one release at a time,
 * for they share that release's state.
 */
export function createUpdates(registry: Pick<RegistryClient, 'outdated' | 'renew'>): Updates {
  const generations = createStore<Readonly<Record<string, number>>>(() => ({}))
  const reload = (remote: string): void =>
    generations.setState((before) => ({ [remote]: (before[remote] ?? 0) + 1 }))
  return {
    generations,
    reload,
    adopt(held) {
      for (const remote of registry.outdated().filter((each) => !held(each))) {
        registry.renew(remote)
        reload(remote)
      }
    },
  }
}
