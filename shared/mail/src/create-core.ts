import { paths } from '@atrium/protocol'
import type { MailCore } from './core.ts'
import { createQueries } from './create-queries.ts'
import { JmapClient } from './jmap/client.ts'
import { defaultLimits, type Limits } from './jmap/limits.ts'
import { createResource } from './jmap/resource.ts'
import { realTiming } from './jmap/timing.ts'
import { createPost } from './jmap/transport.ts'
import type { MailOptions } from './mail-options.ts'
import { Records } from './records/records.ts'
import { createStates } from './sync/states.ts'

/** What the core asks of those made after it. */
export interface CoreLinks extends Pick<MailCore, 'requestSync' | 'settle'> {
  readonly onSignedOut: () => void
}

export const createCore = (options: MailOptions, links: CoreLinks): MailCore => {
  const { accountId, csrf } = options.session
  const { basePath = '/', timing = realTiming } = options
  const { onSignedOut, requestSync, settle } = links
  // Called as a plain function, or the browser refuses it.
  const send = options.fetch ?? fetch
  const request: typeof fetch = (input, init) => send(input, init)
  const address = (path: string): string => `${basePath.replace(/\/$/, '')}${path}`

  const resource = createResource({ url: address(paths.jmapSession), fetch: request, onSignedOut })
  const limits = (): Limits => resource.known()?.limits ?? defaultLimits
  const post = createPost({
    url: address(paths.jmapApi),
    csrf,
    fetch: request,
    timing,
    maxConcurrentRequests: () => limits().maxConcurrentRequests,
    onSignedOut,
  })
  return {
    accountId,
    client: new JmapClient({ accountId, post, maxCallsInRequest: () => limits().maxCallsInRequest }),
    queries: createQueries(),
    records: new Records(),
    states: createStates(requestSync),
    timing,
    limits,
    resource,
    requestSync,
    settle,
  }
}
