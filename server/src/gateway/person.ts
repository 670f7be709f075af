import type { Preview } from '@atrium/mail-contracts'

/** As much of a person as decides which releases they get. */
export interface Person {
  /** Account, for a choice that stays the same. Undefined before signing in. */
  readonly id: string | undefined
  readonly cohorts: ReadonlySet<string>
  /** What they were asked to try, by a link. */
  readonly previews: readonly Preview[]
}

export const nobody: Person = { id: undefined, cohorts: new Set(), previews: [] }
