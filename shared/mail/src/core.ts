import { type Mailbox, mailPaths, MailError } from '@atrium/mail-contracts'
import { type ChangeFollower, createJmapClient, type EventSourceLike, type JmapClient, type Timing } from '@atrium/jmap'
import { AtriumError } from '@atrium/protocol'
import { QueryClient } from '@tanstack/react-query'
import { mailTypes } from './methods.ts'
import { Records } from './records.ts'

/** What was thrown, as an error with a code. Anything unknown counts as the network's fault. */
export const asAtriumError = (thrown: unknown): AtriumError =>
  thrown instanceof AtriumError
    ? thrown
    : new MailError('MAIL_UNREACHABLE', {
        subject: 'mail',
        remedy: 'Check the connection and try again',
        cause: thrown,
      })

/** What an operation came to. At the edge of this package an error is a value. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: AtriumError }

export const outcomeOf = async <T>(work: () => Promise<T>): Promise<Outcome<T>> => {
  try {
    return { ok: true, value: await work() }
  } catch (thrown) {
    return { ok: false, error: asAtriumError(thrown) }
  }
}

/** How far something that is read from the server has come. */
export interface ResourceState {
  /** `ready` also while it is being read again, and when that fails: what was there still is. */
  readonly status: 'loading' | 'ready' | 'error'
  /** Why it could not be read the last time. */
  readonly error: AtriumError | null
  readonly retry: () => void
}

export const stateOf = (query: {
  readonly data: unknown
  readonly error: unknown
  readonly refetch: () => unknown
}): ResourceState => {
  const error = query.error ? asAtriumError(query.error) : null
  const status = query.data !== undefined ? 'ready' : error ? 'error' : 'loading'
  return { status, error, retry: () => void query.refetch() }
}

export interface MailOptions {
  readonly session: { readonly accountId: string; readonly csrf: string }
  /**
   * Resolves to the session's token after the server has refused `refused`; null when there is none.
   * Default: a refused token is never replaced.
   */
  readonly renewCsrf?: (refused: string) => Promise<string | null>
  /** Path prefix of the site with a slash at its end. Default: `/`. */
  readonly basePath?: string
  /** Default: the browser's. */
  readonly fetch?: typeof fetch
  /** Default: the browser's `EventSource`. */
  readonly eventSource?: (url: string) => EventSourceLike
  /** The stream of changes is opened once this is fulfilled: what is on the screen comes first. Default: at once. */
  readonly listenAfter?: Promise<unknown>
  /** Default: the browser's; for the progress of uploads. */
  readonly createRequest?: () => XMLHttpRequest
  /** Default: the clock. */
  readonly timing?: Timing
  /** After the caches were brought up to date. */
  readonly onChanged?: (types: readonly string[]) => void
  /** The session has expired; called once. */
  readonly onSignedOut?: () => void
}

type ChangeLinks = Pick<ChangeFollower, 'noteState' | 'requestSync' | 'afterNextSync'>

/** What the modules of this package share. Never leaves it. */
export interface MailCore extends Pick<ChangeLinks, 'noteState' | 'requestSync'> {
  readonly client: JmapClient
  readonly queries: QueryClient
  readonly records: Records
}

const minutes = 60_000

/** Nothing goes stale by time: the event stream says what changed. Retries are the client's business. */
const createQueries = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: 10 * minutes,
        retry: false,
        networkMode: 'always',
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
      },
    },
  })

/** @param links Of the change follower, which is made after the core. */
export const createCore = (
  options: MailOptions,
  links: ChangeLinks & { readonly onSignedOut: () => void },
): MailCore => {
  const { session, basePath = '/', renewCsrf, fetch, timing } = options
  const { noteState, requestSync, afterNextSync, onSignedOut } = links
  const address = (path: string): string => `${basePath.replace(/\/$/, '')}${path}`
  return {
    client: createJmapClient({
      ...session,
      types: mailTypes,
      apiUrl: address(mailPaths.jmapApi),
      sessionUrl: address(mailPaths.jmapSession),
      onSignedOut,
      ...(renewCsrf ? { renewCsrf } : {}),
      ...(fetch ? { fetch } : {}),
      ...(timing ? { timing } : {}),
    }),
    queries: createQueries(),
    records: new Records(afterNextSync),
    noteState,
    requestSync,
  }
}

export const mailboxesKey = ['mailboxes'] as const

/** The mailboxes as they are cached; empty before they were read. */
export const storedMailboxes = (core: MailCore): readonly Mailbox[] =>
  core.queries.getQueryData<readonly Mailbox[]>(mailboxesKey) ?? []
