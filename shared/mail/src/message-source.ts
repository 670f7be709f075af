import { unwrap } from '@atrium/jmap'
import type { Id } from '@atrium/jmap/types'
import { MailError } from '@atrium/mail-contracts'
import { useQuery } from '@tanstack/react-query'
import { type ResourceState, stateOf } from './core.ts'
import { useInternals } from './internals.ts'
import { emailParse, headersGet, type HeaderField, type MessageContent } from './methods.ts'
import { bodyArguments } from './threads.ts'

const gone = (): MailError =>
  new MailError('MAIL_NOT_FOUND', { subject: 'message', remedy: 'It was deleted elsewhere' })

export interface Headers extends ResourceState {
  /** In the order of the message, raw. Empty until read. */
  readonly fields: readonly HeaderField[]
}

const none: readonly HeaderField[] = []

/** The header fields of a message, read when they are to be shown. */
export const useHeaders = (emailId: Id): Headers => {
  const { core } = useInternals()
  const load = async (): Promise<readonly HeaderField[]> => {
    const { emails } = await core.client.read({ emails: headersGet(emailId) })
    const [found] = unwrap(emails).list
    if (!found) throw gone()
    return found.headers
  }
  const query = useQuery({ queryKey: ['headers', emailId], queryFn: load }, core.queries)
  return { ...stateOf(query), fields: query.data ?? none }
}

export interface AttachedMessage extends ResourceState {
  /** Undefined until read. */
  readonly message: MessageContent | undefined
}

/** A message that is attached to another one, by the blob it is. A blob never changes. */
export const useAttachedMessage = (blobId: Id): AttachedMessage => {
  const { core } = useInternals()
  const load = async (): Promise<MessageContent> => {
    const { messages } = await core.client.read({ messages: emailParse([blobId], bodyArguments({ whole: true })) })
    const found = unwrap(messages).parsed[blobId]
    if (!found) throw gone()
    return found
  }
  const query = useQuery({ queryKey: ['attached-message', blobId], queryFn: load }, core.queries)
  return { ...stateOf(query), message: query.data }
}
