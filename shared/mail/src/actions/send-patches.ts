import { MailError } from '@atrium/mail-contracts'
import { AtriumError } from '@atrium/protocol'
import type { Id, SetError } from '@atrium/mail-contracts'
import { asAtriumError } from '../as-atrium-error.ts'
import type { MailCore } from '../core.ts'
import { chunks } from '../records/load-listings.ts'
import { type EmailPatch, patchObject } from '../records/patch.ts'
import { emailSet } from '../shapes/calls.ts'

export interface Sent {
  readonly failed: readonly Id[]
  readonly error: AtriumError | null
}

const refused = (error: SetError): AtriumError =>
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
  // Carried out twice these give the same as once, so a lost answer may be asked for again.
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
  sendInChunks(core, patches, core.limits().maxObjectsInSet)
