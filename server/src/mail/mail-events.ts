/**
 * What happens to mail, for the log and the metrics of whoever runs the server: ids, numbers and codes. Never an
 * address, a subject or a password.
 */
export type MailEvent =
  | SessionEvent
  | RefusedEvent
  | ReceivedEvent
  | { readonly kind: 'submitted'; readonly id: string; readonly recipients: number; readonly bytes: number }
  | AttemptEvent
  /** A flood has paused sending for an account. */
  | { readonly kind: 'paused'; readonly account: string }

/** Where a session comes in: from servers, or from programs that sign in. */
export type MailPort = 'inbound' | 'submission'

/** A connection to a port is open, or no longer. */
interface SessionEvent {
  readonly kind: 'opened' | 'closed'
  readonly port: MailPort
  /** Id of the session. */
  readonly id: string
}

/** A client was refused something. */
interface RefusedEvent {
  readonly kind: 'refused'
  readonly port: MailPort
  readonly id: string
  /** Three digits. */
  readonly code: number
  /** Enhanced code (RFC 3463): `5.1.1`. */
  readonly status: string
}

/** A message from another server is durable. */
interface ReceivedEvent {
  readonly kind: 'received'
  /** Id of the session and number of the message in it. */
  readonly id: string
  readonly recipients: number
  readonly bytes: number
  readonly mailbox: 'inbox' | 'junk'
  readonly score: number
  /** From the end of its data on. */
  readonly milliseconds: number
}

/** An attempt to send to another server has ended, for one recipient. */
interface AttemptEvent {
  readonly kind: 'attempt'
  /** Key of the submission. */
  readonly submission: number
  readonly outcome: 'sent' | 'later' | 'failed' | 'unknown'
  /** First three digits of the response. */
  readonly code: number
  /** Of the whole attempt, connecting included. */
  readonly milliseconds: number
}

/** Takes each event; must not throw. */
export type OnMailEvent = (event: MailEvent) => void
