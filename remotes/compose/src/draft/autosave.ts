import type { AtriumError } from '@atrium/protocol'
import type { Outcome } from '@atrium/mail'

/** How the text in a window stands to what the server has. */
export type SaveState =
  | { readonly status: 'clean' }
  | { readonly status: 'waiting' }
  | { readonly status: 'saving' }
  | { readonly status: 'saved'; readonly at: number }
  | { readonly status: 'failed'; readonly error: AtriumError; readonly retryAt: number }

interface AutosaveOptions {
  /** Stores what is there when it is called. */
  readonly save: () => Promise<Outcome<unknown>>
  readonly onState: (state: SaveState) => void
  /** Milliseconds after the last change. Default: 2000. */
  readonly delay?: number
  /** Milliseconds that text may stay unsaved while the user types without a pause. Default: 30000. */
  readonly longest?: number
}

export interface Autosave {
  /** Something was changed. */
  readonly change: () => void
  /** Saves at once. Resolves with whether nothing is left unsaved. */
  readonly flush: () => Promise<boolean>
  readonly dirty: () => boolean
  /** Saves no more, until the next change; resolves when a save under way has ended. */
  readonly stop: () => Promise<void>
}

const firstRetry = 3000
/** Milliseconds between two attempts to save. Beyond it: the pause grows no more. */
const longestRetry = 60_000

/** Milliseconds before the next attempt: 3 s, doubled up to a minute. */
export const retryDelay = (failures: number): number => Math.min(firstRetry * 2 ** (failures - 1), longestRetry)

/** Where the saving of one draft stands. */
class SaveLoop implements Autosave {
  readonly #options: Required<AutosaveOptions>
  #revision = 0
  #saved = 0
  #failures = 0
  #dirtySince: number | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #running: Promise<boolean> | null = null

  constructor(options: Required<AutosaveOptions>) {
    this.#options = options
  }

  readonly change = (): void => {
    this.#revision += 1
    this.#dirtySince ??= Date.now()
    // While the server cannot be reached, typing changes nothing about when it is tried again.
    if (this.#running || this.#failures > 0) return
    this.#waitForPause()
  }

  readonly flush = async (): Promise<boolean> => {
    while (this.dirty()) if (!(await this.#run())) return false
    return true
  }

  readonly dirty = (): boolean => this.#saved < this.#revision

  readonly stop = async (): Promise<void> => {
    clearTimeout(this.#timer)
    await this.#running?.catch(() => false)
    clearTimeout(this.#timer)
    this.#failures = 0
  }

  #plan(milliseconds: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#run(), milliseconds)
  }

  #waitForPause(): void {
    const { onState, delay, longest } = this.#options
    const waited = Date.now() - (this.#dirtySince ?? Date.now())
    onState({ status: 'waiting' })
    this.#plan(Math.max(0, Math.min(delay, longest - waited)))
  }

  #run(): Promise<boolean> {
    this.#running ??= this.#attempt().finally(() => {
      this.#running = null
    })
    return this.#running
  }

  async #attempt(): Promise<boolean> {
    const { save, onState } = this.#options
    clearTimeout(this.#timer)
    const saving = this.#revision
    onState({ status: 'saving' })
    const outcome = await save()
    if (!outcome.ok) {
      this.#failures += 1
      const pause = retryDelay(this.#failures)
      onState({ status: 'failed', error: outcome.error, retryAt: Date.now() + pause })
      this.#plan(pause)
      return false
    }
    this.#failures = 0
    this.#saved = saving
    this.#dirtySince = this.dirty() ? Date.now() : null
    if (this.dirty()) this.#waitForPause()
    else onState({ status: 'saved', at: Date.now() })
    return true
  }
}

/** Saves one at a time, a moment after typing has paused; after a failure again and again, ever more slowly. */
export const createAutosave = ({ delay = 2000, longest = 30_000, ...options }: AutosaveOptions): Autosave =>
  new SaveLoop({ ...options, delay, longest })
