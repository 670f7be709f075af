import type { DatabaseSync } from 'node:sqlite'
import type { Account } from '../accounts/account-store.ts'
import type { CreateAccount } from '../accounts/create-account.ts'
import type { ChangePassword } from '../accounts/change-password.ts'
import type { Csrf } from '../accounts/csrf.ts'
import type { PreferencesStore } from '../accounts/preferences-store.ts'
import type { NewSession, SessionStore } from '../accounts/session-store.ts'
import type { Care } from '../care/create-care.ts'
import type { Config } from '../config/config.ts'
import type { DiskReserve } from '../database/disk-reserve.ts'
import type { MailBackend } from './mail-backend.ts'
import type { OpenStreams } from './open-streams.ts'
import type { ReleaseSource } from '../releases/release-source.ts'
import type { Log } from '../start/create-log.ts'
import type { ReleaseStore } from './release-store.ts'

export interface Credentials {
  readonly address: string
  readonly password: string
}

/** What the gateway needs, given from outside so that each part can be put in place by itself. */
export interface Services {
  readonly config: Config
  /** For `/readyz`, which checks that it can be written. */
  readonly database: DatabaseSync
  readonly disk: DiskReserve
  readonly sessions: SessionStore
  readonly preferences: PreferencesStore
  readonly csrf: Csrf
  /** Null when no accounts can be made here: sign-up is off, or another mail server has them. */
  readonly createAccount: CreateAccount | null
  /**
   * @throws AtriumError `CREDENTIALS_WRONG` or `UPSTREAM_UNREACHABLE`
   */
  readonly authenticate: (credentials: Credentials) => Promise<{ account: Account; session: NewSession }>
  /** Null when another mail server has the passwords. */
  readonly changePassword: ChangePassword | null
  readonly backend: MailBackend
  /** What somebody typed as a name, as the mail server spells it. */
  readonly userName: (typed: string) => string
  /** `authorization` header for the mail server, from what a session keeps sealed. */
  readonly authorization: (credential: Uint8Array | null) => string | null
  /** Where released files are. */
  readonly source: ReleaseSource
  readonly releases: ReleaseStore
  /** Stops canaries that fail. */
  readonly care: Care
  readonly streams: OpenStreams
  /** Shown on the sign-in page. */
  readonly demo: Credentials | null
  /** One line about something that went wrong and was survived. */
  readonly warn: (line: string) => void
  /** Faults of the server, and what it does. */
  readonly log: Log
}
