/**
 * What is stored of a message after it was parsed once. Bytes stay in the raw blob: a part is a range
 * of it. Shapes are short-lived JSON in the database, so a change of meaning is a new `parserVersion`.
 */

/**
 * What is stored of another version is parsed and indexed again in the background (`store/renew-messages.ts`). To be
 * raised with every change of what a parse finds, and of how search folds its words.
 */
export const parserVersion = 2

/** Stored parses from this version on have the shape below: they are shown until they are renewed. */
export const oldestReadable = 1

/**
 * A header field: name as written and value in the Raw form of RFC 8621 §4.1.2.1.
 * The third item is there only when the bytes were not UTF-8: the value decoded by our best guess.
 */
export type HeaderField = readonly [name: string, raw: string, guessed?: string]

export type Transfer = 'identity' | 'base64' | 'quoted-printable' | 'uuencode'

export interface Part {
  /** null for multipart/*. */
  readonly id: string | null
  /** Lower case. */
  readonly type: string
  readonly charset: string | null
  readonly disposition: string | null
  readonly name: string | null
  readonly cid: string | null
  readonly language: readonly string[] | null
  readonly location: string | null
  readonly headers: readonly HeaderField[]
  /** Bytes of the body in the raw message, transfer encoding not yet undone. */
  readonly start: number
  readonly end: number
  readonly transfer: Transfer
  /** The Content-Transfer-Encoding is one we do not know. */
  readonly transferUnknown?: true
  /** The part is these bytes of what the range decodes to: a file in a winmail.dat. */
  readonly within?: { readonly start: number; readonly end: number }
  /** Bytes after decoding; 0 for multipart/*. */
  readonly size: number
  readonly parts?: readonly Part[]
  /** The blob this part was composed from, when it was. */
  readonly blobId?: string
}

export interface Address {
  readonly name: string | null
  readonly email: string
}

export interface AddressGroup {
  readonly name: string | null
  readonly addresses: readonly Address[]
}

/** Header properties that lists show, RFC 8621 §4.1.3. */
export interface Listing {
  readonly messageId: readonly string[] | null
  readonly inReplyTo: readonly string[] | null
  readonly references: readonly string[] | null
  readonly sender: readonly Address[] | null
  readonly from: readonly Address[] | null
  readonly to: readonly Address[] | null
  readonly cc: readonly Address[] | null
  readonly bcc: readonly Address[] | null
  readonly replyTo: readonly Address[] | null
  readonly subject: string | null
  readonly sentAt: string | null
}

export interface Message {
  readonly size: number
  readonly structure: Part
  /** Part ids, RFC 8621 §4.1.4. */
  readonly textBody: readonly string[]
  readonly htmlBody: readonly string[]
  readonly attachments: readonly string[]
  readonly hasAttachment: boolean
  readonly listing: Listing
  /** At most 256 UTF-16 units. */
  readonly preview: string
  /** Parsing it whole took too much: only its start was looked at. */
  readonly partial?: true
}

/** A parse, and the words of the message for search. */
export interface ParsedMessage {
  readonly message: Message
  readonly text: string
}
