import type { AtriumError } from '@atrium/protocol'
import type { Id } from '@atrium/mail-contracts'
import { asAtriumError } from '../as-atrium-error.ts'
import type { MailCore } from '../core.ts'
import type { EmailRecord } from '../records/email-record.ts'
import { loadMembers } from '../records/load-listings.ts'
import { type EmailPatch, invertPatch } from '../records/patch.ts'
import type { Layer } from '../records/records.ts'
import type { Change, ChangeResult } from './change.ts'
import { sendPatches } from './send-patches.ts'
import type { WriteQueue } from './write-queue.ts'

export interface Plan {
  /** Asked twice: when the act is shown and when its turn to be sent has come. */
  readonly ids: () => readonly Id[]
  /** Null leaves the message as it is. */
  readonly patchFor: (record: EmailRecord) => EmailPatch | null
}

type PatchMap = ReadonlyMap<Id, EmailPatch>

/** Shows an act at once, sends it when its turn comes, and shows what was before where it failed. */
export const perform = (core: MailCore, queue: WriteQueue, plan: Plan): Change => new Act(core, queue, plan)

class Act implements Change {
  readonly settled: Promise<ChangeResult>
  readonly #core: MailCore
  readonly #queue: WriteQueue
  readonly #plan: Plan
  readonly #inverses = new Map<Id, EmailPatch>()
  readonly #first: PatchMap
  readonly #layers: Layer[] = []
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
    this.#layers.push(this.#core.records.layOver(patches))
    return patches
  }

  /** Messages that were not loaded: what they are now must be known, or the act could not be undone. */
  async #complete(): Promise<PatchMap> {
    const wanted = new Set(this.#plan.ids())
    const patches = new Map([...this.#first].filter(([id]) => wanted.has(id)))
    this.#layers[0]?.release([...this.#first.keys()].filter((id) => !wanted.has(id)))
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
    for (const layer of this.#layers) {
      layer.release(failed)
      this.#core.settle(layer)
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
    for (const layer of this.#layers) layer.remove()
    const back: ChangeResult = { changed: [...this.#first.keys()], failed: [], error: null }
    return {
      settled: this.settled.then(() => back),
      undo: () => perform(this.#core, this.#queue, this.#plan),
    }
  }
}
