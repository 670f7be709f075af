import { mail } from './migrations/001-mail.ts'
import { accounts } from './migrations/002-accounts.ts'
import { sessionId } from './migrations/004-session-id.ts'
import { storage } from './migrations/003-storage.ts'
import { submissionMessage } from './migrations/005-submission-message.ts'

/** One step of the schema. A released step is never edited: a change is a new step. */
export interface Migration {
  /** Increases by one. */
  readonly version: number
  readonly sql: string
}

/** All steps, in order. A new one is a file `migrations/NNN-name.ts` and a line here. */
export const migrations: readonly Migration[] = [
  { version: 1, sql: mail },
  { version: 2, sql: accounts },
  { version: 3, sql: storage },
  { version: 4, sql: sessionId },
  { version: 5, sql: submissionMessage },
]
