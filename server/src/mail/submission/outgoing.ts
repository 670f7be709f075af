/** Where mail of this server can go. */
export interface Outgoing {
  /** Domain of generated message ids and trace fields. */
  readonly domain: string
  /** JMAP account id of a local address in any spelling, or null. */
  readonly resolveAddress: (address: string) => string | null
  /** Takes mail for other servers. Default: none, and such recipients are refused. */
  readonly transport?: MailTransport
}

/** A way out of this server: the slot for an SMTP sender that drains `delivery` rows in state `queued`. */
export interface MailTransport {
  /** Whether it can try an address at all. */
  readonly accepts: (address: string) => boolean
  /** Says that a queued delivery has been committed. */
  readonly wake: () => void
}
