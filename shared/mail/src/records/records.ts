import type { Id, Thread } from '@atrium/mail-contracts'
import { type EmailRecord, mergeRecord } from './email-record.ts'
import { applyPatch, type Patches } from './patch.ts'

/** An act of the person, laid over what the server said. */
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

/**
 * What the server said of messages and threads, and over it what the person did since.
 * An act stays laid over until the caches were read again after the server confirmed it: so an
 * answer that was under way meanwhile, old or new, cannot make a row flicker back.
 */
export class Records {
  readonly #emails = new Map<Id, EmailRecord>()
  readonly #threads = new Map<Id, readonly Id[]>()
  readonly #listeners = new Set<() => void>()
  readonly #seen = new Map<Id, Seen>()
  #layers: readonly { patches: Patches }[] = []
  #touched: ReadonlySet<Id> = new Set()
  #layersVersion = 0
  #snapshot: { readonly records: Records } = { records: this }
  #depth = 0
  #dirty = false

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Another object after every change of what can be seen. */
  readonly snapshot = (): { readonly records: Records } => this.#snapshot

  /** Tells listeners once, after all of `work`. */
  batch(work: () => void): void {
    this.#depth += 1
    try {
      work()
    } finally {
      this.#depth -= 1
      if (this.#depth === 0 && this.#dirty) this.#changed()
    }
  }

  get size(): number {
    return this.#emails.size
  }

  /** Messages with something laid over. */
  get touched(): ReadonlySet<Id> {
    return this.#touched
  }

  /** As the server has it. */
  readonly stored = (id: Id): EmailRecord | undefined => this.#emails.get(id)

  /** As the person sees it; null when it is being destroyed. */
  readonly email = (id: Id): EmailRecord | null | undefined => {
    const stored = this.#emails.get(id)
    if (!stored || !this.#touched.has(id)) return stored
    const before = this.#seen.get(id)
    if (before?.stored === stored && before.layers === this.#layersVersion) return before.view
    let view: EmailRecord | null = stored
    for (const layer of this.#layers) {
      const patch = layer.patches.get(id)
      if (patch && view) view = applyPatch(view, patch)
    }
    this.#seen.set(id, { stored, layers: this.#layersVersion, view })
    return view
  }

  threadEmailIds(threadId: Id): readonly Id[] | undefined {
    return this.#threads.get(threadId)
  }

  putEmails(records: readonly EmailRecord[]): void {
    let changed = false
    for (const record of records) {
      const old = this.#emails.get(record.id)
      const next = mergeRecord(old, record)
      if (next === old) continue
      this.#emails.set(record.id, next)
      changed = true
    }
    if (changed) this.#changed()
  }

  putThreads(list: readonly Thread[]): void {
    const news = list.filter((thread) => this.#threads.get(thread.id)?.join() !== thread.emailIds.join())
    for (const thread of news) this.#threads.set(thread.id, thread.emailIds)
    if (news.length > 0) this.#changed()
  }

  dropEmails(ids: readonly Id[]): void {
    if (ids.filter((id) => this.#emails.delete(id)).length > 0) this.#changed()
  }

  dropThreads(ids: readonly Id[]): void {
    if (ids.filter((id) => this.#threads.delete(id)).length > 0) this.#changed()
  }

  /** Forgets every message and thread that is not kept. */
  prune(keep: (record: EmailRecord) => boolean): void {
    for (const record of this.#emails.values()) {
      if (!keep(record) && !this.#touched.has(record.id)) this.#emails.delete(record.id)
    }
    const alive = new Set([...this.#emails.values()].map((record) => record.threadId))
    for (const id of this.#threads.keys()) if (!alive.has(id)) this.#threads.delete(id)
    this.#seen.clear()
  }

  layOver(patches: Patches): Layer {
    const layer = { patches }
    this.#layers = [...this.#layers, layer]
    this.#layersChanged()
    return {
      remove: () => {
        if (!this.#layers.includes(layer)) return
        this.#layers = this.#layers.filter((other) => other !== layer)
        this.#layersChanged()
      },
      release: (ids) => {
        const released = new Set(ids.filter((id) => layer.patches.has(id)))
        if (released.size === 0) return
        layer.patches = new Map([...layer.patches].filter(([id]) => !released.has(id)))
        this.#layersChanged()
      },
    }
  }

  #layersChanged(): void {
    this.#layersVersion += 1
    this.#seen.clear()
    this.#touched = new Set(this.#layers.flatMap((layer) => [...layer.patches.keys()]))
    this.#changed()
  }

  #changed(): void {
    this.#dirty = true
    if (this.#depth > 0) return
    this.#dirty = false
    this.#snapshot = { records: this }
    for (const listener of [...this.#listeners]) listener()
  }
}
