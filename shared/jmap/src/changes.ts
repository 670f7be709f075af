import type { DataType, JmapClient } from './client.ts'
import { type EventSourceLike, EventStream, type EventStreamOptions, pingSeconds } from './event-stream.ts'
import {
  type Call,
  changesCall,
  type ChangesResponse,
  from,
  type GetResponse,
  type MethodResult,
  unwrap,
} from './methods.ts'
import { expandTemplate } from './session.ts'
import { openSharedEventSource } from './shared-event-source.ts'
import type { Id } from './types.ts'

/** What changed of one type since the caches were read. */
export interface Changes<T = unknown> {
  readonly newState: string
  /** Created or updated. */
  readonly changed: ReadonlySet<Id>
  readonly destroyed: ReadonlySet<Id>
  /** The changed objects as they are now, where the type has `fetch`; later ones replace earlier ones. */
  readonly objects: readonly T[]
}

/** What changed of all types that were read before. */
export interface ChangeSet {
  readonly of: <T>(type: DataType<T>) => Changes<T> | undefined
  /** Nothing changed at all. */
  readonly isEmpty: boolean
}

/** The server cannot calculate the changes, or there are more than is worth following: everything is read again. */
class CannotFollow extends Error {}

/** Requests by which changes of one type are followed. Beyond it: what is shown is loaded afresh. */
const maxRounds = 8
/** Changes that one request asks for. Beyond it: the next request brings more. */
const maxChanges = 500

function followed(result: MethodResult<ChangesResponse>): ChangesResponse {
  if (!result.ok && result.error.type === 'cannotCalculateChanges') throw new CannotFollow()
  return unwrap(result)
}

async function readRound<T>(client: JmapClient, type: DataType<T>, sinceState: string) {
  const max = Math.min(maxChanges, client.session.limits().maxObjectsInGet)
  const changes = changesCall(type.name, { sinceState, maxChanges: max })
  if (!type.fetch) {
    const result = await client.read({ changes })
    return { response: followed(result.changes), objects: [] }
  }
  const created: Call<GetResponse<T>> = type.fetch(from('changes', '/created'))
  const updated: Call<GetResponse<T>> = type.fetch(from('changes', '/updated'))
  const results = await client.read({ changes, created, updated })
  const response = followed(results.changes)
  return { response, objects: [...unwrap(results.created).list, ...unwrap(results.updated).list] }
}

/** Follows `/changes` of one type to its end. @throws CannotFollow */
async function readChanges<T>(client: JmapClient, type: DataType<T>, sinceState: string): Promise<Changes<T>> {
  const changed = new Set<Id>()
  const destroyed = new Set<Id>()
  const objects: T[] = []
  let since = sinceState
  for (let round = 0; round < maxRounds; round += 1) {
    const { response, objects: fetched } = await readRound(client, type, since)
    for (const id of [...response.created, ...response.updated]) {
      changed.add(id)
      destroyed.delete(id)
    }
    for (const id of response.destroyed) {
      destroyed.add(id)
      changed.delete(id)
    }
    objects.push(...fetched)
    since = response.newState
    if (!response.hasMoreChanges) return { newState: since, changed, destroyed, objects }
  }
  throw new CannotFollow()
}

/** The oldest state of each type at which something in the caches was read. */
function createStates(onNewer: () => void) {
  const known = new Map<string, string>()
  const expected = new Map<string, string>()
  return {
    get: (type: string) => known.get(type),
    note: (type: string, state: string) => {
      const before = known.get(type)
      if (before === undefined) known.set(type, state)
      else if (before !== state && expected.get(type) !== state) onNewer()
    },
    /** While an update is read: responses at this state bring nothing that is not known. */
    expect: (type: string, state: string) => expected.set(type, state),
    advance: (type: string, state: string) => known.set(type, state),
    reset: () => known.clear(),
  }
}

/** Runs an update at a time, and one more for what was requested during it. */
function createUpdateLoop(update: () => Promise<void>) {
  let callbacks: readonly (() => void)[] = []
  let running: Promise<void> | null = null
  let requested = false
  const stopped = new AbortController()

  const runOnce = async (): Promise<void> => {
    // Only what was registered before this update began is surely covered by it.
    const covered = callbacks
    callbacks = []
    try {
      await update()
      for (const callback of covered) callback()
    } catch {
      // The caches are as they were; the next event or poll requests an update again.
      callbacks = [...covered, ...callbacks]
    }
  }
  const loop = async (): Promise<void> => {
    // What is requested in one go is read in one go.
    await Promise.resolve()
    while (requested && !stopped.signal.aborted) {
      requested = false
      await runOnce()
    }
    running = null
  }
  const request = (): void => {
    requested = true
    if (!stopped.signal.aborted) running ??= loop()
  }
  const idle = async (): Promise<void> => {
    if (!running) return
    await running
    await idle()
  }
  return {
    request,
    idle,
    afterNext: (callback: () => void) => {
      callbacks = [...callbacks, callback]
      request()
    },
    stop: () => stopped.abort(),
  }
}

export interface ChangeFollowerOptions {
  readonly client: JmapClient
  /** Opens the one stream that all tabs of the account share. Default: the browser's `EventSource`. */
  readonly eventSource?: (url: string) => EventSourceLike
  /** The stream is opened once this is fulfilled: what is on the screen comes first. Default: at once. */
  readonly listenAfter?: Promise<unknown>
  /**
   * Begins an update. Called in the same tick as the `/changes` calls, so that reads started here share their request.
   * Returns a function that reads what the changes need and resolves to one that puts all of it into the caches, synchronously.
   */
  readonly beginUpdate: () => (changes: ChangeSet) => Promise<() => void>
  /** The server cannot say what changed: everything cached must be read again. */
  readonly reset: () => Promise<unknown>
  /** The server reported new states of these types; before anything is read. */
  readonly onReported?: (types: readonly string[]) => void
  /** The caches are up to date with what was reported of these types. */
  readonly onSynced?: (types: readonly string[]) => void
}

/** Reads `/changes` of every type that was read before and has the product apply them. */
function createUpdater(options: ChangeFollowerOptions, states: ReturnType<typeof createStates>): () => Promise<void> {
  const { client, beginUpdate, reset } = options
  const types = client.types.filter(({ follow }) => follow === 'changes')

  const readAll = async (): Promise<ReadonlyMap<string, Changes>> => {
    const found = await Promise.all(
      types.map(async (type): Promise<readonly (readonly [string, Changes])[]> => {
        const since = states.get(type.name)
        return since === undefined ? [] : [[type.name, await readChanges(client, type, since)]]
      }),
    )
    return new Map(found.flat())
  }
  return async () => {
    try {
      const load = beginUpdate()
      const changes = await readAll()
      for (const [type, { newState }] of changes) states.expect(type, newState)
      const apply = await load({
        // The objects were parsed by the schema of the type's own `fetch`.
        of: <T>({ name }: DataType<T>) => changes.get(name) as Changes<T> | undefined,
        isEmpty: [...changes.values()].every((one) => one.changed.size + one.destroyed.size === 0),
      })
      for (const [type, { newState }] of changes) states.advance(type, newState)
      apply()
    } catch (thrown) {
      if (!(thrown instanceof CannotFollow)) throw thrown
      states.reset()
      await reset()
    }
  }
}

/** Opens the event stream of the followed types, or joins the one that another tab has. */
function openStream(
  { client, eventSource = (url) => new EventSource(url), listenAfter }: ChangeFollowerOptions,
  handlers: Pick<EventStreamOptions, 'onState' | 'onGap'>,
): EventStream {
  const types = client.types.filter(({ follow }) => follow !== undefined).map(({ name }) => name)
  return new EventStream({
    ...handlers,
    accountId: client.accountId,
    url: async () => {
      await listenAfter
      const { eventSourceUrl } = await client.session.load()
      return expandTemplate(eventSourceUrl, { types: types.join(), closeafter: 'no', ping: String(pingSeconds) })
    },
    open: (url) =>
      openSharedEventSource(url, { accountId: client.accountId, open: eventSource, timing: client.timing }),
    timing: client.timing,
    isVisible: () => document.visibilityState === 'visible',
  })
}

/**
 * Keeps caches up to date with the server: listens to its event stream, reads `/changes` of every type with
 * `follow: 'changes'` from the state the caches were read at, and has the product apply them.
 */
export function createChangeFollower(options: ChangeFollowerOptions) {
  const unsynced = new Set<string>()
  let stream: EventStream | null = null
  const states = createStates(() => updates.request())
  const update = createUpdater(options, states)
  const updates = createUpdateLoop(async () => {
    await update()
    const synced = [...unsynced]
    unsynced.clear()
    if (synced.length > 0) options.onSynced?.(synced)
  })

  const handleStates = (pushed: Readonly<Record<string, string>>): void => {
    const reported = Object.keys(pushed).filter(
      (type) => states.get(type) === undefined || states.get(type) !== pushed[type],
    )
    if (reported.length === 0) return
    for (const type of reported) unsynced.add(type)
    options.onReported?.(reported)
    updates.request()
  }
  const resume = (): void => {
    stream?.wake()
    updates.request()
  }
  const handleVisible = (): void => {
    if (document.visibilityState === 'visible') resume()
  }
  return {
    /** Opens the stream, once; called when the first data has been requested. */
    start: () => {
      if (stream) return
      stream = openStream(options, { onState: handleStates, onGap: updates.request })
      document.addEventListener('visibilitychange', handleVisible)
      window.addEventListener('online', resume)
    },
    /** Report the state of every response that is cached: a newer one than known requests an update. */
    noteState: states.note,
    /** One update now, or one more after the one in progress: what changed during it may have been missed. */
    requestSync: updates.request,
    /** Calls back after the next successful update that begins from now on; requests it. */
    afterNextSync: updates.afterNext,
    /** Resolves when nothing that is known to have changed is still to be read. */
    idle: updates.idle,
    close: () => {
      updates.stop()
      stream?.close()
      document.removeEventListener('visibilitychange', handleVisible)
      window.removeEventListener('online', resume)
    },
  }
}

export type ChangeFollower = ReturnType<typeof createChangeFollower>
