import type { Id, Thread } from '@atrium/contracts'
import { type EmailRecord, mergeRecord } from './email-record.ts'
import { applyPatch, type Patches } from './patch.ts'

/**
 * What the server said of messages and threads, and over it what the person did since.
 * An act stays laid over until the caches were read again after the server confirmed it: so an
 * answer that was under way meanwhile, old or new, cannot make a row flicker back.
 */
export interface Records {
  readonly subscribe: (listener: () => void) => () => void
  /** Grows with every change of what can be seen. */
  readonly version: () => number
  /** Tells listeners once, after all of `work`. */
  readonly batch: (work: () => void) => void
  readonly putEmails: (records: readonly EmailRecord[]) => void
  readonly putThreads: (threads: readonly Thread[]) => void
  readonly dropEmails: (ids: readonly Id[]) => void
  readonly dropThreads: (ids: readonly Id[]) => void
  /** Forgets every message and thread that is not kept. */
  readonly prune: (keep: (record: EmailRecord) => boolean) => void
  readonly size: () => number
  /** As the server has it. */
  readonly stored: (id: Id) => EmailRecord | undefined
  /** As the person sees it; null when it is being destroyed. */
  readonly email: (id: Id) => EmailRecord | null | undefined
  readonly threadEmailIds: (threadId: Id) => readonly Id[] | undefined
  readonly layOver: (patches: Patches) => Layer
  /** Messages with something laid over. */
  readonly touched: () => ReadonlySet<Id>
}

export interface Layer {
  readonly remove: () => void
  /** Takes some messages out of the layer, because the server refused them. */
  readonly release: (ids: readonly Id[]) => void
}

interface Seen {
  readonly stored: EmailRecord
  readonly layers: number
  readonly view: EmailRecord | null
}

export const createRecords = (): Records => {
  const emails = new Map<Id, EmailRecord>()
  const threads = new Map<Id, readonly Id[]>()
  const listeners = new Set<() => void>()
  const seen = new Map<Id, Seen>()
  let layers: { patches: Patches }[] = []
  let touched: ReadonlySet<Id> = new Set()
  let layersVersion = 0
  let version = 0
  let depth = 0
  let dirty = false

  const notify = (): void => {
    dirty = true
    if (depth > 0) return
    dirty = false
    version += 1
    for (const listener of [...listeners]) listener()
  }

  const batch = (work: () => void): void => {
    depth += 1
    try {
      work()
    } finally {
      depth -= 1
      if (depth === 0 && dirty) notify()
    }
  }

  const layersChanged = (): void => {
    layersVersion += 1
    seen.clear()
    touched = new Set(layers.flatMap((layer) => [...layer.patches.keys()]))
    notify()
  }

  const email = (id: Id): EmailRecord | null | undefined => {
    const stored = emails.get(id)
    if (!stored || !touched.has(id)) return stored
    const cached = seen.get(id)
    if (cached?.stored === stored && cached.layers === layersVersion) return cached.view
    let view: EmailRecord | null = stored
    for (const layer of layers) {
      const patch = layer.patches.get(id)
      if (patch && view) view = applyPatch(view, patch)
    }
    seen.set(id, { stored, layers: layersVersion, view })
    return view
  }

  const putEmails = (records: readonly EmailRecord[]): void => {
    let changed = false
    for (const record of records) {
      const old = emails.get(record.id)
      const next = mergeRecord(old, record)
      if (next === old) continue
      emails.set(record.id, next)
      changed = true
    }
    if (changed) notify()
  }

  const putThreads = (list: readonly Thread[]): void => {
    let changed = false
    for (const thread of list) {
      if (threads.get(thread.id)?.join() === thread.emailIds.join()) continue
      threads.set(thread.id, thread.emailIds)
      changed = true
    }
    if (changed) notify()
  }

  const drop = (map: Map<Id, unknown>, ids: readonly Id[]): void => {
    const dropped = ids.filter((id) => map.delete(id))
    if (dropped.length > 0) notify()
  }

  const layOver = (patches: Patches): Layer => {
    const layer = { patches }
    layers = [...layers, layer]
    layersChanged()
    return {
      remove: () => {
        if (!layers.includes(layer)) return
        layers = layers.filter((other) => other !== layer)
        layersChanged()
      },
      release: (ids) => {
        const released = new Set(ids.filter((id) => layer.patches.has(id)))
        if (released.size === 0) return
        layer.patches = new Map([...layer.patches].filter(([id]) => !released.has(id)))
        layersChanged()
      },
    }
  }

  const prune = (keep: (record: EmailRecord) => boolean): void => {
    for (const record of emails.values()) if (!keep(record) && !touched.has(record.id)) emails.delete(record.id)
    const alive = new Set([...emails.values()].map((record) => record.threadId))
    for (const id of threads.keys()) if (!alive.has(id)) threads.delete(id)
    seen.clear()
  }

  return {
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    version: () => version,
    batch,
    putEmails,
    putThreads,
    dropEmails: (ids) => drop(emails, ids),
    dropThreads: (ids) => drop(threads, ids),
    prune,
    size: () => emails.size,
    stored: (id) => emails.get(id),
    email,
    threadEmailIds: (threadId) => threads.get(threadId),
    layOver,
    touched: () => touched,
  }
}
