import type { Layer } from '../records/records.ts'

export interface SyncLoop {
  /** One run now, or one more after the run under way: what changed during it may have been missed. */
  readonly request: () => void
  readonly settle: (layer: Layer) => void
  readonly idle: () => Promise<void>
  readonly stop: () => void
}

export const createSyncLoop = (run: () => Promise<void>): SyncLoop => {
  let confirmed: Layer[] = []
  let running: Promise<void> | null = null
  let wanted = false
  let stopped = false

  const once = async (): Promise<void> => {
    // Only acts that were confirmed before this reading began are surely in it.
    const settled = confirmed
    confirmed = []
    try {
      await run()
      for (const layer of settled) layer.remove()
    } catch {
      // The caches are as they were; the stream's next sign of life asks again.
      confirmed = [...settled, ...confirmed]
    }
  }

  const loop = async (): Promise<void> => {
    // What is asked for in one go is read in one go.
    await Promise.resolve()
    while (wanted && !stopped) {
      wanted = false
      await once()
    }
    running = null
  }

  const request = (): void => {
    wanted = true
    running ??= stopped ? null : loop()
  }

  return {
    request,
    settle: (layer) => {
      confirmed.push(layer)
      request()
    },
    idle: async () => {
      while (running) await running
    },
    stop: () => {
      stopped = true
    },
  }
}
