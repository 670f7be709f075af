import type { AtriumError, Id } from '@atrium/contracts'
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

interface Prepared {
  readonly patches: Map<Id, EmailPatch>
  readonly inverses: Map<Id, EmailPatch>
}

const prepare = (core: MailCore, ids: readonly Id[], plan: Plan): Prepared => {
  const prepared: Prepared = { patches: new Map(), inverses: new Map() }
  for (const id of ids) {
    const record = core.records.email(id)
    const patch = record && plan.patchFor(record)
    if (!record || !patch) continue
    const inverse = invertPatch(record, patch)
    if (!inverse && !patch.destroyed) continue
    prepared.patches.set(id, patch)
    if (inverse) prepared.inverses.set(id, inverse)
  }
  return prepared
}

const nothing: ChangeResult = { changed: [], failed: [], error: null }

/** Shows an act at once, sends it when its turn comes, and shows what was before where it failed. */
export const perform = (core: MailCore, queue: WriteQueue, plan: Plan): Change => {
  const first = prepare(core, plan.ids(), plan)
  const layers: Layer[] = [core.records.layOver(first.patches)]
  const inverses = new Map(first.inverses)
  let started = false
  let withdrawn = false
  let undone: Change | null = null

  /** Messages that were not loaded: what they are now must be known, or the act could not be undone. */
  const prepareRest = async (): Promise<Map<Id, EmailPatch>> => {
    const wanted = new Set(plan.ids())
    const patches = new Map([...first.patches].filter(([id]) => wanted.has(id)))
    layers[0]?.release([...first.patches.keys()].filter((id) => !wanted.has(id)))
    const missing = [...wanted].filter((id) => !core.records.stored(id))
    if (missing.length === 0) return patches
    await loadMembers(core, missing)
    const rest = prepare(core, missing, plan)
    layers.push(core.records.layOver(rest.patches))
    for (const [id, inverse] of rest.inverses) inverses.set(id, inverse)
    return new Map([...patches, ...rest.patches])
  }

  const finish = (ids: readonly Id[], failed: readonly Id[], error: AtriumError | null): ChangeResult => {
    const lost = new Set(failed)
    for (const id of failed) inverses.delete(id)
    for (const layer of layers) {
      layer.release(failed)
      core.settle(layer)
    }
    return { changed: ids.filter((id) => !lost.has(id)), failed, error }
  }

  const run = async (): Promise<ChangeResult> => {
    if (withdrawn) return nothing
    started = true
    let ids: readonly Id[] = [...first.patches.keys()]
    try {
      const patches = await prepareRest()
      ids = [...patches.keys()]
      const { failed, error } = await sendPatches(core, [...patches])
      return finish(ids, failed, error)
    } catch (thrown) {
      return finish(ids, ids, asAtriumError(thrown))
    }
  }

  const settled = queue(run)
  const undo = (): Change => {
    if (started) return perform(core, queue, { ids: () => [...inverses.keys()], patchFor: ({ id }) => inverses.get(id) ?? null })
    withdrawn = true
    for (const layer of layers) layer.remove()
    const back: ChangeResult = { changed: [...first.patches.keys()], failed: [], error: null }
    return { settled: settled.then(() => back), undo: () => perform(core, queue, plan) }
  }
  return {
    settled,
    undo: () => {
      undone ??= undo()
      return undone
    },
  }
}
