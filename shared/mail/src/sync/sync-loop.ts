import type { Layer } from '../records/records.ts'

/** Reads what changed, one run at a time. */
export class SyncLoop {
  readonly #run: () => Promise<void>
  #confirmed: readonly Layer[] = []
  #running: Promise<void> | null = null
  #wanted = false
  #stopped = false

  constructor(run: () => Promise<void>) {
    this.#run = run
  }

  /** One run now, or one more after the run under way: what changed during it may have been missed. */
  readonly request = (): void => {
    this.#wanted = true
    if (!this.#stopped) this.#running ??= this.#loop()
  }

  /** An act that the server has confirmed: it is taken off after the next reading. */
  readonly settle = (layer: Layer): void => {
    this.#confirmed = [...this.#confirmed, layer]
    this.request()
  }

  /** Resolves when nothing that was known to have changed is still to be read. */
  readonly idle = async (): Promise<void> => {
    if (!this.#running) return
    await this.#running
    await this.idle()
  }

  stop(): void {
    this.#stopped = true
  }

  async #loop(): Promise<void> {
    // What is asked for in one go is read in one go.
    await Promise.resolve()
    while (this.#wanted && !this.#stopped) {
      this.#wanted = false
      await this.#once()
    }
    this.#running = null
  }

  async #once(): Promise<void> {
    // Only acts that were confirmed before this reading began are surely in it.
    const settled = this.#confirmed
    this.#confirmed = []
    try {
      await this.#run()
      for (const layer of settled) layer.remove()
    } catch {
      // The caches are as they were; the stream's next sign of life asks again.
      this.#confirmed = [...settled, ...this.#confirmed]
    }
  }
}
