import type { Mail } from '@atrium/mail'
import type { Identity } from '@atrium/mail-contracts'
import { jest } from '@jest/globals'
import { type ComposeMail, setConnection } from '../connection.ts'

export const grace: Identity = {
  id: 'i1',
  name: 'Grace',
  email: 'grace@atrium.test',
  replyTo: null,
  bcc: null,
  textSignature: '',
  htmlSignature: '',
  mayDelete: false,
}

const change = () => ({
  settled: Promise.resolve({ changed: ['e1'], failed: [], error: null }),
  undo: jest.fn(change),
})

/** A data layer that does what it is asked at once; saves are `saved-1`, `saved-2`, … */
export function fakeMail() {
  let saves = 0
  return {
    adoptDraft: jest.fn<Mail['adoptDraft']>(),
    saveDraft: jest.fn<Mail['saveDraft']>(async ({ key }) => {
      saves += 1
      return { ok: true, value: { key, emailId: `saved-${saves}`, threadId: null, messageId: 'm@atrium.test' } }
    }),
    discardDraft: jest.fn<Mail['discardDraft']>(async () => ({ ok: true, value: null })),
    sendDraft: jest.fn<Mail['sendDraft']>(async () => ({ ok: true, value: { emailId: 'sent-1', submissionId: 's1' } })),
    uploadBlob: jest.fn<Mail['uploadBlob']>(async (file) => ({
      ok: true,
      value: { accountId: 'a1', blobId: 'blob-1', type: file.type, size: file.size },
    })),
    actions: {
      destroy: jest.fn<Mail['actions']['destroy']>(() => change()),
      setKeyword: jest.fn<Mail['actions']['setKeyword']>(() => change()),
    },
  } satisfies ComposeMail
}

/** Connects composers to this data layer as Grace. */
export const connectTo = (mail: ComposeMail): void =>
  setConnection({ mail, session: { accountId: 'a1', address: 'grace@atrium.test', name: 'Grace' }, identities: [grace] })
