import { AtriumError, type StoppedCanary } from '@atrium/protocol'
import { clearStoppedCanaries, readStoppedCanaries, type Store } from '@atrium/store'
import type { Work } from './work.ts'

export interface Stops {
  readonly stopped: readonly StoppedCanary[]
  /** Why the list cannot be read. */
  readonly problem?: string
}

const isDamaged = (error: unknown): error is AtriumError => error instanceof AtriumError && error.code === 'STORE_REFUSED'

/** What gateways have stopped, to be shown; a list that cannot be read hides nothing else. */
export async function shownStops(store: Store): Promise<Stops> {
  try {
    return { stopped: await readStoppedCanaries(store) }
  } catch (error) {
    if (!isDamaged(error)) throw error
    return { stopped: [], problem: error.message }
  }
}

/** Forgets what gateways have stopped of a piece. What was released is in force by now, so a list that cannot be read is told and ends nothing. */
export async function forgetStops({ store, say }: Work, name: string): Promise<void> {
  try {
    await clearStoppedCanaries(store, name)
  } catch (error) {
    if (!isDamaged(error)) throw error
    say(error.message)
  }
}
