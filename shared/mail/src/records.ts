import type { Id } from '@atrium/jmap/types'
import type { EmailListing, Thread } from '@atrium/mail-contracts'
import { useSyncExternalStore } from 'react'
import type { EmailMember } from './methods.ts'

/** What is known of a message: always its part in a thread, often what a list shows. */
export type EmailRecord = EmailMember & Partial<EmailListing>

export const isListing = (record: EmailRecord): record is EmailRecord & EmailListing =>
  record.subject !== undefined && record.preview !== undefined

const sameSet = (one: Readonly<Record<Id, true>>, other: Readonly<Record<Id, true>>): boolean => {
  const names = Object.keys(one)
  return names.length === Object.keys(other).length && names.every((name) => other[name] === true)
}

/**
 * Keeps the old object when nothing changed, so that rows are not rendered again.
 * Of a message only keywords, mailboxes and (rarely) its thread ever change (RFC 8621 §4).
 */
export const mergeRecord = (old: EmailRecord | undefined, next: EmailRecord): EmailRecord => {
  if (!old) return next
  const same =
    old.threadId === next.threadId &&
    sameSet(old.keywords, next.keywords) &&
    sameSet(old.mailboxIds, next.mailboxIds) &&
    (isListing(old) || !isListing(next))
  return same ? old : { ...old, ...next }
}

export const isUnread = (record: EmailRecord): boolean => !record.keywords.$seen && !record.keywords.$draft

/** A user's change of one message. `true` sets, `false` removes. */
export interface EmailPatch {
  readonly keywords?: Readonly<Record<string, boolean>>
  readonly mailboxIds?: Readonly<Record<Id, boolean>>
  readonly destroyed?: true
}

export type Patches = ReadonlyMap<Id, EmailPatch>

const patchSet = (
  set: Readonly<Record<string, true>>,
  changes: Readonly<Record<string, boolean>> | undefined,
): Readonly<Record<string, true>> => {
  if (!changes || Object.keys(changes).every((name) => (set[name] === true) === changes[name])) return set
  const next: Record<string, true> = { ...set }
  for (const name of Object.keys(changes)) {
    if (changes[name]) next[name] = true
    else delete next[name]
  }
  return next
}

/** The message after the patch, or null when it is destroyed. Same object when nothing changes. */
export const applyPatch = (record: EmailRecord, patch: EmailPatch): EmailRecord | null => {
  if (patch.destroyed) return null
  const keywords = patchSet(record.keywords, patch.keywords)
  const mailboxIds = patchSet(record.mailboxIds, patch.mailboxIds)
  return keywords === record.keywords && mailboxIds === record.mailboxIds ? record : { ...record, keywords, mailboxIds }
}

const invertSet = (
  set: Readonly<Record<string, true>>,
  changes: Readonly<Record<string, boolean>> | undefined,
): Record<string, boolean> | undefined => {
  const undone: Record<string, boolean> = {}
  for (const name of Object.keys(changes ?? {})) {
    const before = set[name] === true
    if (changes && before !== changes[name]) undone[name] = before
  }
  return Object.keys(undone).length > 0 ? undone : undefined
}

/** What takes the patch back, given the message before it; null when it changed nothing. */
export const invertPatch = (before: EmailRecord, patch: EmailPatch): EmailPatch | null => {
  const keywords = invertSet(before.keywords, patch.keywords)
  const mailboxIds = invertSet(before.mailboxIds, patch.mailboxIds)
  if (!keywords && !mailboxIds) return null
  return { ...(keywords ? { keywords } : {}), ...(mailboxIds ? { mailboxIds } : {}) }
}

/** As the PatchObject of `Email/set` (RFC 8620 §5.3); names are escaped as in a JSON pointer. */
export const patchObject = (patch: EmailPatch): Record<string, true | null> => {
  const object: Record<string, true | null> = {}
  const add = (property: string, changes: Readonly<Record<string, boolean>> | undefined): void => {
    for (const [name, on] of Object.entries(changes ?? {})) {
      object[`${property}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`] = on || null
    }
  }
  add('keywords', patch.keywords)
  add('mailboxIds', patch.mailboxIds)
  return object
}

/** A change the user made, applied over the state of the server. */
export interface OptimisticUpdate {
  /** The server has confirmed it: it is removed once the caches have been read again. */
  readonly confirm: () => void
  /** Takes it back, for these messages. Default: for all. */
  readonly rollback: (ids?: readonly Id[]) => void
}

interface Seen {
  readonly stored: EmailRecord
  readonly layers: number
  readonly view: EmailRecord | null
}

/**
 * Messages and threads as the server reported them, and over them the optimistic updates of the user. An update stays
 * applied until the caches have been read again after the server confirmed it: so a response that was in progress
 * meanwhile, old or new, cannot make a row flicker back.
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
  readonly #afterNextSync: (callback: () => void) => void
  #depth = 0
  #dirty = false

  /** @param afterNextSync Calls back once the caches have been read again. */
  constructor(afterNextSync: (callback: () => void) => void) {
    this.#afterNextSync = afterNextSync
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Another object after every change of what can be seen. */
  readonly snapshot = (): { readonly records: Records } => this.#snapshot

  /** Notifies listeners once, after all of `write`. */
  batch(write: () => void): void {
    this.#depth += 1
    try {
      write()
    } finally {
      this.#depth -= 1
      if (this.#depth === 0 && this.#dirty) this.#changed()
    }
  }

  get size(): number {
    return this.#emails.size
  }

  /** Messages with an optimistic update. */
  get touched(): ReadonlySet<Id> {
    return this.#touched
  }

  /** As the server has it. */
  readonly stored = (id: Id): EmailRecord | undefined => this.#emails.get(id)

  /** As the user sees it; null when it is being destroyed. */
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

  /** Removes every message and thread but those that are still needed. */
  prune(isNeeded: (record: EmailRecord) => boolean): void {
    for (const record of this.#emails.values()) {
      if (!isNeeded(record) && !this.#touched.has(record.id)) this.#emails.delete(record.id)
    }
    const alive = new Set([...this.#emails.values()].map((record) => record.threadId))
    for (const id of this.#threads.keys()) if (!alive.has(id)) this.#threads.delete(id)
    this.#seen.clear()
  }

  applyOptimistic(patches: Patches): OptimisticUpdate {
    const layer = { patches }
    this.#layers = [...this.#layers, layer]
    this.#layersChanged()
    const remove = (): void => {
      if (!this.#layers.includes(layer)) return
      this.#layers = this.#layers.filter((other) => other !== layer)
      this.#layersChanged()
    }
    return {
      confirm: () => this.#afterNextSync(remove),
      rollback: (ids) => {
        if (!ids) return remove()
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

/** The records, in an object that is a different one after each change: make memos depend on it. */
export const useRecords = (records: Records): { readonly records: Records } =>
  useSyncExternalStore(records.subscribe, records.snapshot, records.snapshot)
