import type { AtriumError } from '@atrium/protocol'
import type { Id } from '@atrium/mail-contracts'

/** What became of an act. */
export interface ChangeResult {
  /** Messages that are now as the person wanted. */
  readonly changed: readonly Id[]
  /** Messages that are as they were before. */
  readonly failed: readonly Id[]
  /** Why any failed; null when none did. */
  readonly error: AtriumError | null
}

/** An act that is already visible and on its way to the server. */
export interface Change {
  /** Never rejects. */
  readonly settled: Promise<ChangeResult>
  /**
   * Takes the act back for every message it has changed, whether or not it has reached the server
   * yet; those that failed are left alone. A second call returns the first one's change.
   */
  readonly undo: () => Change
}
