import type { MailCore } from '../core.ts'
import { expand } from '../jmap/session-resource.ts'
import { createEventStream, type EventSourceLike, type EventStream, pingSeconds } from './event-stream.ts'
import type { SyncedType } from './states.ts'

export interface ChangeFollower {
  /** Opens the stream, once; called when the first data has been asked for. */
  readonly start: () => void
  /** The caches are up to date. */
  readonly synced: () => void
  readonly close: () => void
}

const types = 'Email,Mailbox,Thread,EmailSubmission,Identity'
const followed: readonly string[] = ['Email', 'Mailbox', 'Thread'] satisfies SyncedType[]

/** Listens for what changes at the server, and asks for it to be read. */
export const followChanges = (options: {
  readonly core: MailCore
  readonly eventSource: (url: string) => EventSourceLike
  readonly onSynced: (types: readonly string[]) => void
}): ChangeFollower => {
  const { core } = options
  let stream: EventStream | null = null
  let changed = new Set<string>()

  const onState = (states: Readonly<Record<string, string>>): void => {
    const news = Object.keys(states).filter(
      (type) => !followed.includes(type) || core.states.get(type as SyncedType) !== states[type],
    )
    for (const type of news) changed.add(type)
    if (news.includes('Identity')) void core.queries.invalidateQueries({ queryKey: ['identities'] })
    if (news.length > 0) core.requestSync()
  }

  const onVisible = (): void => {
    if (document.visibilityState !== 'visible') return
    stream?.wake()
    core.requestSync()
  }
  const onOnline = (): void => {
    stream?.wake()
    core.requestSync()
  }

  const start = (): void => {
    if (stream) return
    stream = createEventStream({
      accountId: core.accountId,
      url: async () => {
        const { eventSourceUrl } = await core.resource.load()
        return expand(eventSourceUrl, { types, closeafter: 'no', ping: String(pingSeconds) })
      },
      open: options.eventSource,
      timing: core.timing,
      onState,
      onGap: core.requestSync,
      isVisible: () => document.visibilityState === 'visible',
    })
    document.addEventListener('visibilitychange', onVisible)
    window.addEventListener('online', onOnline)
  }

  return {
    start,
    synced: () => {
      const types = [...changed]
      changed = new Set()
      if (types.length > 0) options.onSynced(types)
    },
    close: () => {
      stream?.close()
      document.removeEventListener('visibilitychange', onVisible)
      window.removeEventListener('online', onOnline)
    },
  }
}
