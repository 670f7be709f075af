import type { AtriumError } from '@atrium/contracts'
import type { Outcome } from '@atrium/mail'

/** How the text in a window stands to what the server has. */
export type SaveState =
  | { readonly status: 'clean' }
  | { readonly status: 'waiting' }
  | { readonly status: 'saving' }
  | { readonly status: 'saved'; readonly at: number }
  | { readonly status: 'failed'; readonly error: AtriumError; readonly retryAt: number }

export interface AutosaveOptions {
  /** Stores what is there when it is called. */
  readonly save: () => Promise<Outcome<unknown>>
  readonly onState: (state: SaveState) => void
  /** Milliseconds after the last change. Default: 2000. */
  readonly delay?: number
  /** Milliseconds that text may stay unsaved while somebody types without a pause. Default: 30000. */
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
const longestRetry = 60_000

/** Milliseconds before the next attempt: 3 s, doubled up to a minute. */
export const retryDelay = (failures: number): number => Math.min(firstRetry * 2 ** (failures - 1), longestRetry)

/** Saves one at a time, a moment after typing has paused; after a failure again and again, ever more slowly. */
export const createAutosave = ({ save, onState, delay = 2000, longest = 30_000 }: AutosaveOptions): Autosave => {
  let revision = 0
  let saved = 0
  let failures = 0
  let dirtySince: number | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<boolean> | null = null

  const plan = (milliseconds: number): void => {
    clearTimeout(timer)
    timer = setTimeout(() => void run(), milliseconds)
  }
  const planAfterTyping = (): void => {
    const waited = Date.now() - (dirtySince ?? Date.now())
    plan(Math.max(0, Math.min(delay, longest - waited)))
  }

  const attempt = async (): Promise<boolean> => {
    clearTimeout(timer)
    const saving = revision
    onState({ status: 'saving' })
    const outcome = await save()
    if (!outcome.ok) {
      failures += 1
      onState({ status: 'failed', error: outcome.error, retryAt: Date.now() + retryDelay(failures) })
      plan(retryDelay(failures))
      return false
    }
    failures = 0
    saved = saving
    dirtySince = saved < revision ? Date.now() : null
    if (dirtySince === null) onState({ status: 'saved', at: Date.now() })
    else {
      onState({ status: 'waiting' })
      planAfterTyping()
    }
    return true
  }

  const run = (): Promise<boolean> => {
    running ??= attempt().finally(() => {
      running = null
    })
    return running
  }

  const flush = async (): Promise<boolean> => {
    while (saved < revision) if (!(await run())) return false
    return true
  }

  return {
    change: () => {
      revision += 1
      dirtySince ??= Date.now()
      // While the server cannot be reached, typing changes nothing about when it is tried again.
      if (running || failures > 0) return
      onState({ status: 'waiting' })
      planAfterTyping()
    },
    flush,
    dirty: () => saved < revision,
    stop: async () => {
      clearTimeout(timer)
      await running?.catch(() => false)
      clearTimeout(timer)
      failures = 0
    },
  }
}
