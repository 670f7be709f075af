import type { QueryClient } from '@tanstack/react-query'
import type { CsrfToken } from './jmap/csrf-token.ts'
import type { JmapClient } from './jmap/client.ts'
import type { Limits } from './jmap/limits.ts'
import type { Resource } from './jmap/resource.ts'
import type { Timing } from './jmap/timing.ts'
import type { Layer, Records } from './records/records.ts'
import type { States } from './sync/states.ts'

/** What the rooms of this package share. Never leaves it. */
export interface MailCore {
  readonly accountId: string
  readonly csrf: CsrfToken
  readonly client: JmapClient
  readonly queries: QueryClient
  readonly records: Records
  readonly states: States
  readonly timing: Timing
  readonly limits: () => Limits
  readonly resource: Resource
  /** Reads what changed at the server since the caches were filled. */
  readonly requestSync: () => void
  /** An act that the server has confirmed: it is taken off after the next reading. */
  readonly settle: (layer: Layer) => void
}
