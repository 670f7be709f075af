import type { DatabaseSync } from 'node:sqlite'
import type { MailBackend } from '../gateway/mail-backend.ts'

/** Placeholder until the embedded JMAP server is connected. */
export const embeddedMail = (_database: DatabaseSync): MailBackend => ({
  fetch: async () => Response.json({ type: 'about:blank', status: 503 }, { status: 503 }),
})
