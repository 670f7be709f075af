/** A person with a name and an address. */
export interface Person {
  readonly name: string
  readonly email: string
}

/** A sender or recipient: one of the three demo accounts by key, or a person elsewhere. */
export type Party = 'alex' | 'clara' | 'jonas' | Person

export interface DemoAttachment {
  readonly name: string
  readonly type: string
  readonly content: Uint8Array
  /** Shown inside the HTML by `cid:`. */
  readonly cid?: string
}

/** One message of the demo mailbox, before it has dates and bytes. */
export interface DemoMessage {
  /** Stays the same for ever: it makes the Message-ID, and seeding again adds nothing. */
  readonly key: string
  readonly from: Party
  /** Default: Alex. */
  readonly to?: readonly Party[]
  readonly cc?: readonly Party[]
  readonly subject: string
  /** Days before the seeding, and the time of that day in UTC. */
  readonly at: readonly [days: number, time: string]
  readonly text: string
  readonly html?: string
  readonly attachments?: readonly DemoAttachment[]
  /** Key of the message it replies to. */
  readonly inReplyTo?: string
  /** The text of that message is quoted below. */
  readonly quotes?: boolean
  /** Role of Alex's mailbox. Default: sent for Alex's own, else inbox. */
  readonly mailbox?: 'archive' | 'junk' | 'trash' | 'drafts'
  /** Besides being read. */
  readonly keywords?: readonly string[]
  /** Default: false. */
  readonly unread?: boolean
  /** Further header fields. */
  readonly fields?: Readonly<Record<string, string>>
}
