import { paths } from '@atrium/protocol'
import type { MailCore } from './core.ts'
import { createQueries } from './create-queries.ts'
import { JmapClient } from './jmap/client.ts'
import { createCsrfToken } from './jmap/csrf-token.ts'
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
  const { accountId } = options.session
  const { basePath = '/', timing = realTiming } = options
  const { onSignedOut, requestSync, settle } = links
  // Called as a plain function, or the browser refuses it.
  const send = options.fetch ?? fetch
  const request: typeof fetch = (input, init) => send(input, init)
  const address = (path: string): string => `${basePath.replace(/\/$/, '')}${path}`

  const resource = createResource({ url: address(paths.jmapSession), fetch: request, onSignedOut })
  const csrf = createCsrfToken(options.session.csrf, options.renewCsrf ?? (async () => null))
  const limits = (): Limits => resource.known()?.limits ?? defaultLimits
  const post = createPost({
    url: address(paths.jmapApi),
    csrf,
    fetch: request,
    timing,
    maxConcurrentRequests: () => limits().maxConcurrentRequests,
    onSignedOut,
  })
  const postAndFollow: typeof post = async (...args) => {
    const envelope = await post(...args)
    resource.follow(envelope.sessionState)
    return envelope
  }
  return {
    accountId,
    csrf,
    client: new JmapClient({ accountId, post: postAndFollow, maxCallsInRequest: () => limits().maxCallsInRequest }),
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
