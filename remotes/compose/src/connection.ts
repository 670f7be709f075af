import type { Identity } from '@atrium/mail-contracts'
import type { Session } from '@atrium/protocol/register'
import type { Mail } from '@atrium/mail'
import type { Draft } from './draft/draft.ts'
import type { Sender } from './draft/draft.ts'

/** What writing needs of the data layer. */
export type ComposeMail = Pick<
  Mail,
  'adoptDraft' | 'saveDraft' | 'discardDraft' | 'sendDraft' | 'uploadBlob' | 'blobUrl' | 'listScheduled' | 'cancelSend'
> & {
  readonly actions: Pick<Mail['actions'], 'setKeyword'>
}

/** The way to the mail server, while a user is signed in. */
interface Connection {
  readonly mail: ComposeMail
  readonly session: Pick<Session, 'accountId' | 'address' | 'name'>
  /** Empty until known. */
  readonly identities: readonly Identity[]
}

let current: Connection | null = null

/** The windows lend it; composers may be open before, and wait. */
export function setConnection(connection: Connection | null): void {
  current = connection
}

export const connection = (): Connection | null => current

export function senderOf({ identityId }: Pick<Draft, 'identityId'>, { identities, session }: Connection): Sender {
  const identity = identities.find(({ id }) => id === identityId) ?? identities[0] ?? null
  const { name, email } = identity ?? { name: session.name, email: session.address }
  return { identity, address: { name: name || session.name || null, email } }
}

/** Addresses that are the person's own. */
export const ownAddresses = ({ identities, session }: Connection): readonly string[] => [
  session.address,
  ...identities.map(({ email }) => email),
]
