import type { Id, SetError } from '@atrium/jmap/types'
import { type MailboxRole, MailError } from '@atrium/mail-contracts'
import type { AtriumError } from '@atrium/protocol'
import { asAtriumError, type MailCore, storedMailboxes } from './core.ts'
import { chunks, loadMembers } from './load-records.ts'
import { emailSet } from './methods.ts'
import { type EmailPatch, patchObject, type EmailRecord, invertPatch, type OptimisticUpdate } from './records.ts'

/** What became of an act. */
export interface ChangeResult {
  /** Messages that are now as the user wanted. */
  readonly changed: readonly Id[]
  /** Messages that are as they were before. */
  readonly failed: readonly Id[]
  /** Why any failed; null when none did. */
  readonly error: AtriumError | null
}

/** A change that is already visible and on its way to the server. */
export interface Change {
  /** Never rejects. */
  readonly settled: Promise<ChangeResult>
  /**
   * Takes the change back for every message it has changed, whether or not it has reached the server
   * yet; those that failed are left alone. A second call returns the first one's change.
   */
  readonly undo: () => Change
}

export interface Sent {
  readonly failed: readonly Id[]
  readonly error: AtriumError | null
}

export const refused = (error: SetError): AtriumError =>
  new MailError(error.type === 'notFound' ? 'MAIL_NOT_FOUND' : 'MAIL_CHANGE_REFUSED', {
    subject: error.type,
    remedy: error.description ?? 'The message is as it was',
  })

type Patch = readonly [Id, EmailPatch]

const argsOf = (patches: readonly Patch[]): Record<string, unknown> => {
  const update: Record<Id, unknown> = {}
  const destroy: Id[] = []
  for (const [id, patch] of patches) {
    if (patch.destroyed) destroy.push(id)
    else update[id] = patchObject(patch)
  }
  return { ...(destroy.length > 0 ? { destroy } : {}), ...(Object.keys(update).length > 0 ? { update } : {}) }
}

const sendChunk = async (core: MailCore, patches: readonly Patch[]): Promise<Sent> => {
  // These are idempotent, so they may be repeated when the response was lost.
  const { set } = await core.client.write({ set: emailSet(argsOf(patches)) }, true)
  if (!set.ok) {
    if (set.error.type === 'requestTooLarge' && patches.length > 1) {
      return sendInChunks(core, patches, Math.ceil(patches.length / 2))
    }
    return { failed: patches.map(([id]) => id), error: refused(set.error as SetError) }
  }
  // A message to be destroyed that is not there is what was wanted.
  const undestroyed = Object.entries(set.value.notDestroyed).filter(([, error]) => error.type !== 'notFound')
  const failures = [...Object.entries(set.value.notUpdated), ...undestroyed]
  const first = failures[0]
  return { failed: failures.map(([id]) => id), error: first ? refused(first[1]) : null }
}

const sendInChunks = async (core: MailCore, patches: readonly Patch[], size: number): Promise<Sent> => {
  const failed: Id[] = []
  let error: AtriumError | null = null
  const parts = chunks(patches, size)
  for (const [index, part] of parts.entries()) {
    try {
      const sent = await sendChunk(core, part)
      failed.push(...sent.failed)
      error ??= sent.error
    } catch (thrown) {
      // What did not go out is as it was; there is no use in trying the rest now.
      failed.push(...parts.slice(index).flatMap((rest) => rest.map(([id]) => id)))
      return { failed, error: asAtriumError(thrown) }
    }
  }
  return { failed, error }
}

/** Sends what was done to any number of messages, in as many calls as the server needs. */
export const sendPatches = (core: MailCore, patches: readonly Patch[]): Promise<Sent> =>
  sendInChunks(core, patches, core.client.session.limits().maxObjectsInSet)

const gone = (): Change => {
  const error = new MailError('MAIL_NOT_FOUND', { subject: 'deleted permanently', remedy: 'It cannot be restored' })
  const change: Change = { settled: Promise.resolve({ changed: [], failed: [], error }), undo: () => change }
  return change
}

/**
 * Hides messages now and destroys them after `hold` milliseconds: the server knows no way back.
 * The wait is in the page and not at the server, because losing it keeps the mail.
 */
export const destroyLater = (
  core: MailCore,
  queue: WriteQueue,
  { ids, hold }: { readonly ids: readonly Id[]; readonly hold: number },
): Change => {
  const patches = new Map<Id, EmailPatch>(ids.map((id) => [id, { destroyed: true }]))
  const update = core.records.applyOptimistic(patches)
  const withdrawn = new AbortController()
  let sent = false

  const run = async (): Promise<ChangeResult> => {
    if (withdrawn.signal.aborted) return { changed: [], failed: [], error: null }
    sent = true
    const { failed, error } = await sendPatches(core, [...patches])
    const lost = new Set(failed)
    update.rollback(failed)
    update.confirm()
    return { changed: ids.filter((id) => !lost.has(id)), failed, error }
  }

  const settled = core.client.timing.wait(hold, withdrawn.signal).then(() => queue(run))
  const undo = (): Change => {
    if (sent) return gone()
    withdrawn.abort()
    update.rollback()
    return {
      settled: Promise.resolve({ changed: ids, failed: [], error: null }),
      undo: () => destroyLater(core, queue, { ids, hold }),
    }
  }
  return { settled, undo }
}

export interface Plan {
  /** Called twice: when the change is shown and when its turn to be sent has come. */
  readonly ids: () => readonly Id[]
  /** Null leaves the message as it is. */
  readonly patchFor: (record: EmailRecord) => EmailPatch | null
}

type PatchMap = ReadonlyMap<Id, EmailPatch>

/** Shows a change at once, sends it when its turn comes, and shows what was before where it failed. */
export const perform = (core: MailCore, queue: WriteQueue, plan: Plan): Change =>
  new OptimisticChange(core, queue, plan)

class OptimisticChange implements Change {
  readonly settled: Promise<ChangeResult>
  readonly #core: MailCore
  readonly #queue: WriteQueue
  readonly #plan: Plan
  readonly #inverses = new Map<Id, EmailPatch>()
  readonly #first: PatchMap
  readonly #updates: OptimisticUpdate[] = []
  #stage: 'waiting' | 'started' | 'withdrawn' = 'waiting'
  #undone: Change | null = null

  constructor(core: MailCore, queue: WriteQueue, plan: Plan) {
    this.#core = core
    this.#queue = queue
    this.#plan = plan
    this.#first = this.#prepare(plan.ids())
    this.settled = queue(() => this.#run())
  }

  readonly undo = (): Change => {
    this.#undone ??= this.#stage === 'started' ? this.#takeBack() : this.#withdraw()
    return this.#undone
  }

  /** What is to be done to messages that are known, laid over. */
  #prepare(ids: readonly Id[]): PatchMap {
    const patches = new Map<Id, EmailPatch>()
    for (const id of ids) {
      const record = this.#core.records.email(id)
      const patch = record && this.#plan.patchFor(record)
      const inverse = record && patch && invertPatch(record, patch)
      if (!patch || !inverse) continue
      patches.set(id, patch)
      this.#inverses.set(id, inverse)
    }
    this.#updates.push(this.#core.records.applyOptimistic(patches))
    return patches
  }

  /** Messages that were not loaded: what they are now must be known, or the change could not be undone. */
  async #complete(): Promise<PatchMap> {
    const wanted = new Set(this.#plan.ids())
    const patches = new Map([...this.#first].filter(([id]) => wanted.has(id)))
    this.#updates[0]?.rollback([...this.#first.keys()].filter((id) => !wanted.has(id)))
    const missing = [...wanted].filter((id) => !this.#core.records.stored(id))
    if (missing.length === 0) return patches
    await loadMembers(this.#core, missing)
    return new Map([...patches, ...this.#prepare(missing)])
  }

  async #run(): Promise<ChangeResult> {
    if (this.#stage === 'withdrawn') return { changed: [], failed: [], error: null }
    this.#stage = 'started'
    let ids: readonly Id[] = [...this.#first.keys()]
    try {
      const patches = await this.#complete()
      ids = [...patches.keys()]
      const { failed, error } = await sendPatches(this.#core, [...patches])
      return this.#finish(ids, failed, error)
    } catch (thrown) {
      return this.#finish(ids, ids, asAtriumError(thrown))
    }
  }

  #finish(ids: readonly Id[], failed: readonly Id[], error: AtriumError | null): ChangeResult {
    const lost = new Set(failed)
    for (const id of failed) this.#inverses.delete(id)
    for (const update of this.#updates) {
      update.rollback(failed)
      update.confirm()
    }
    return { changed: ids.filter((id) => !lost.has(id)), failed, error }
  }

  #takeBack(): Change {
    const inverses = this.#inverses
    return perform(this.#core, this.#queue, {
      ids: () => [...inverses.keys()],
      patchFor: ({ id }) => inverses.get(id) ?? null,
    })
  }

  #withdraw(): Change {
    this.#stage = 'withdrawn'
    for (const update of this.#updates) update.rollback()
    const back: ChangeResult = { changed: [...this.#first.keys()], failed: [], error: null }
    return {
      settled: this.settled.then(() => back),
      undo: () => perform(this.#core, this.#queue, this.#plan),
    }
  }
}

/**
 * What a user does to messages. Each change shows at once in all lists, conversations and
 * counters, and is rolled back where the server refuses it. Any number of ids.
 */
export interface MailActions {
  readonly setKeyword: (ids: readonly Id[], keyword: string, on: boolean) => Change
  /**
   * Messages that are not in `from` are left alone, and those that are in folders of `keep` only.
   * @param where.from Default: every folder they are in.
   * @param where.keep Default: none.
   */
  readonly move: (
    ids: readonly Id[],
    where: { readonly from?: Id; readonly keep?: readonly Id[]; readonly to: Id },
  ) => Change
  /** Puts messages into a folder or takes them out of it; each stays in at least one. */
  readonly setMailbox: (ids: readonly Id[], mailboxId: Id, on: boolean) => Change
  /** Default of `from`: the inbox. */
  readonly archive: (ids: readonly Id[], from?: Id) => Change
  readonly trash: (ids: readonly Id[]) => Change
  readonly spam: (ids: readonly Id[]) => Change
  /** From junk into the inbox. */
  readonly notSpam: (ids: readonly Id[]) => Change
  /**
   * Permanently. Held back until it cannot be undone any more; should the page be closed before that,
   * the messages stay.
   * @param hold Milliseconds in which `undo` works. Default: 8000.
   */
  readonly destroy: (ids: readonly Id[], hold?: number) => Change
}

const into = (record: EmailRecord, to: Id): EmailPatch => ({
  mailboxIds: { ...Object.fromEntries(Object.keys(record.mailboxIds).map((id) => [id, false])), [to]: true },
})

const impossible = (ids: readonly Id[], role: MailboxRole): Change => {
  const error = new MailError('MAILBOX_MISSING', {
    subject: role,
    remedy: 'Create a folder with this role with another mail client, or ask your administrator',
  })
  const change: Change = { settled: Promise.resolve({ changed: [], failed: ids, error }), undo: () => change }
  return change
}

export const createMailActions = (core: MailCore, queue: WriteQueue): MailActions => {
  const change = (ids: readonly Id[], patchFor: (record: EmailRecord) => EmailPatch | null): Change =>
    perform(core, queue, { ids: () => ids, patchFor })
  const byRole = (role: MailboxRole): Id | undefined =>
    storedMailboxes(core).find((mailbox) => mailbox.role === role)?.id
  const intoRole = (
    ids: readonly Id[],
    role: MailboxRole,
    patchFor: (record: EmailRecord, to: Id) => EmailPatch | null,
  ): Change => {
    const to = byRole(role)
    return to === undefined ? impossible(ids, role) : change(ids, (record) => patchFor(record, to))
  }
  const move: MailActions['move'] = (ids, { from, keep = [], to }) =>
    change(ids, (record) => {
      if (Object.keys(record.mailboxIds).every((id) => keep.includes(id))) return null
      if (from === undefined) return into(record, to)
      return record.mailboxIds[from] && from !== to ? { mailboxIds: { [from]: false, [to]: true } } : null
    })

  return {
    setKeyword: (ids, keyword, on) => change(ids, () => ({ keywords: { [keyword]: on } })),
    move,
    setMailbox: (ids, mailboxId, on) =>
      change(ids, ({ mailboxIds }) =>
        on || Object.keys(mailboxIds).some((id) => id !== mailboxId) ? { mailboxIds: { [mailboxId]: on } } : null,
      ),
    archive: (ids, from = byRole('inbox')) => {
      const to = byRole('archive')
      if (to === undefined) return impossible(ids, 'archive')
      return from === undefined ? impossible(ids, 'inbox') : move(ids, { from, to })
    },
    trash: (ids) => intoRole(ids, 'trash', into),
    spam: (ids) =>
      intoRole(ids, 'junk', (record, to) => ({ ...into(record, to), keywords: { $junk: true, $notjunk: false } })),
    notSpam: (ids) =>
      intoRole(ids, 'inbox', (record, to) => ({ ...into(record, to), keywords: { $junk: false, $notjunk: true } })),
    destroy: (ids, hold = 8000) => destroyLater(core, queue, { ids, hold }),
  }
}

/** Changes reach the server in the order in which the user made them. */
export type WriteQueue = <T>(work: () => Promise<T>) => Promise<T>

export const createWriteQueue = (): WriteQueue => {
  let tail: Promise<unknown> = Promise.resolve()
  return (work) => {
    const result = tail.then(work)
    tail = result.catch(() => undefined)
    return result
  }
}
