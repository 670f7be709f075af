/** How much may be sent; a recipient counts once for each message. */
export interface SendingPolicy {
  /** Recipients of one account in any hour. Beyond it: `rateLimit`, `450 4.7.0` by SMTP, with the time to wait. */
  readonly hour: number
  /** Recipients of one account in any 24 hours. Beyond it: the same. */
  readonly day: number
  /** Recipients from one client address in any hour, whatever the accounts; not of this machine. Beyond it: the same. */
  readonly client: number
  /** Messages of one account in five minutes, a flood. Beyond it: sending is paused for an hour. */
  readonly flood: number
}

/** Where mail of this server can go. */
export interface Outgoing {
  /** Domain of generated message ids and trace fields. */
  readonly domain: string
  /** JMAP account id of a local address in any spelling, or null. */
  readonly resolveAddress: (address: string) => string | null
  /** Accounts that get mail for a local address: several behind an alias of a group. Default: that of `resolveAddress`. */
  readonly resolveRecipients?: (address: string) => readonly string[]
  /** How much may be sent. Default: there is no limit. */
  readonly sending?: SendingPolicy
  /** Called when a flood has paused sending, with the account id. Default: nothing is. */
  readonly onPaused?: (accountId: string) => void
  /** Takes mail for other servers. Default: none, and such recipients are refused. */
  readonly transport?: MailTransport
  /** Takes why something is refused that another setting would let through: a code, and a line for the operator. */
  readonly explain?: (code: string, line: string) => void
  /** Says that a message has been put into the outbox. Default: nothing is due before the next look at it. */
  readonly wake?: () => void
}

/** JMAP account ids that get mail for an address; none when it is not of this server. */
export function resolveRecipients(outgoing: Outgoing, address: string): readonly string[] {
  if (outgoing.resolveRecipients) return outgoing.resolveRecipients(address)
  const id = outgoing.resolveAddress(address)
  return id === null ? [] : [id]
}

/** A way out of this server: the slot for an SMTP sender that drains `delivery` rows in state `queued`. */
export interface MailTransport {
  /** Whether it can try an address at all. */
  readonly accepts: (address: string) => boolean
  /** Says that a queued delivery has been committed. */
  readonly wake: () => void
}
