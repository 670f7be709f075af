import { MailError } from '@atrium/mail-contracts'
import type { Id } from '@atrium/mail-contracts'
import type { MailCore } from '../core.ts'
import type { EmailPatch } from '../records/patch.ts'
import type { Change, ChangeResult } from './change.ts'
import { sendPatches } from './send-patches.ts'
import type { WriteQueue } from './write-queue.ts'

const gone = (): Change => {
  const error = new MailError('MAIL_NOT_FOUND', { subject: 'deleted for good', remedy: 'It cannot be brought back' })
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
  const layer = core.records.layOver(patches)
  const withdrawn = new AbortController()
  let sent = false

  const run = async (): Promise<ChangeResult> => {
    if (withdrawn.signal.aborted) return { changed: [], failed: [], error: null }
    sent = true
    const { failed, error } = await sendPatches(core, [...patches])
    const lost = new Set(failed)
    layer.release(failed)
    core.settle(layer)
    return { changed: ids.filter((id) => !lost.has(id)), failed, error }
  }

  const settled = core.timing.wait(hold, withdrawn.signal).then(() => queue(run))
  const undo = (): Change => {
    if (sent) return gone()
    withdrawn.abort()
    layer.remove()
    return {
      settled: Promise.resolve({ changed: ids, failed: [], error: null }),
      undo: () => destroyLater(core, queue, { ids, hold }),
    }
  }
  return { settled, undo }
}
