import type { MailCore } from '../core.ts'
import { expand } from '../jmap/session-resource.ts'
import { type EventSourceLike, EventStream, pingSeconds } from './event-stream.ts'
import { isSynced } from './states.ts'

export interface FollowerOptions {
  readonly core: MailCore
  readonly eventSource: (url: string) => EventSourceLike
  readonly listenAfter: Promise<unknown> | undefined
  readonly onSynced: (types: readonly string[]) => void
}

const types = 'Email,Mailbox,Thread,EmailSubmission,Identity'

/** Listens for what changes at the server, and asks for it to be read. */
export class ChangeFollower {
  readonly #options: FollowerOptions
  #stream: EventStream | null = null
  #changed = new Set<string>()

  constructor(options: FollowerOptions) {
    this.#options = options
  }

  /** Opens the stream, once; called when the first data has been asked for. */
  start(): void {
    if (this.#stream) return
    const { core, eventSource, listenAfter } = this.#options
    this.#stream = new EventStream({
      accountId: core.accountId,
      url: async () => {
        await listenAfter
        const { eventSourceUrl } = await core.resource.load()
        return expand(eventSourceUrl, { types, closeafter: 'no', ping: String(pingSeconds) })
      },
      open: eventSource,
      timing: core.timing,
      onState: this.#onState,
      onGap: core.requestSync,
      isVisible: () => document.visibilityState === 'visible',
    })
    document.addEventListener('visibilitychange', this.#onVisible)
    window.addEventListener('online', this.#onOnline)
  }

  /** The caches are up to date. */
  synced(): void {
    const news = [...this.#changed]
    this.#changed = new Set()
    if (news.length > 0) this.#options.onSynced(news)
  }

  close(): void {
    this.#stream?.close()
    document.removeEventListener('visibilitychange', this.#onVisible)
    window.removeEventListener('online', this.#onOnline)
  }

  readonly #onState = (states: Readonly<Record<string, string>>): void => {
    const { core } = this.#options
    const news = Object.keys(states).filter((type) => !isSynced(type) || core.states.get(type) !== states[type])
    for (const type of news) this.#changed.add(type)
    if (news.includes('Identity')) void core.queries.invalidateQueries({ queryKey: ['identities'] })
    if (news.length > 0) core.requestSync()
  }

  readonly #onVisible = (): void => {
    if (document.visibilityState === 'visible') this.#onOnline()
  }

  readonly #onOnline = (): void => {
    this.#stream?.wake()
    this.#options.core.requestSync()
  }
}
