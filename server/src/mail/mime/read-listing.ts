import { headerText } from './header-text.ts'
import type { Address, HeaderField, Listing } from './message.ts'
import { parseAddresses } from './parse-addresses.ts'
import { parseDate } from './parse-date.ts'
import { parseMessageIds } from './parse-message-ids.ts'

/** The convenience properties of RFC 8621 §4.1.3, from the last field of each name. */
export function readListing(headers: readonly HeaderField[]): Listing {
  const last = new Map(headers.map((field) => [field[0].toLowerCase(), field]))
  const value = (name: string): string | null => {
    const field = last.get(name)
    return field ? (field[2] ?? field[1]) : null
  }
  const ids = (name: string): string[] | null => apply(value(name), parseMessageIds)
  const addresses = (name: string): Address[] | null => apply(value(name), parseAddresses)
  return {
    messageId: ids('message-id'),
    inReplyTo: ids('in-reply-to'),
    references: ids('references'),
    sender: addresses('sender'),
    from: addresses('from'),
    to: addresses('to'),
    cc: addresses('cc'),
    bcc: addresses('bcc'),
    replyTo: addresses('reply-to'),
    subject: apply(value('subject'), headerText),
    sentAt: apply(value('date'), parseDate)?.text ?? null,
  }
}

function apply<Result>(raw: string | null, read: (raw: string) => Result): Result | null {
  return raw === null ? null : read(raw)
}
