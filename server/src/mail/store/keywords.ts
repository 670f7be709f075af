import type { Query } from '../../database/query.ts'

/** Keywords stored as bits of `email.flags`: those that lists, counters and filters use all the time. */
const bits: Readonly<Record<string, number>> = {
  $seen: 1,
  $draft: 2,
  $flagged: 4,
  $answered: 8,
  $forwarded: 16,
  $junk: 32,
  $notjunk: 64,
  $phishing: 128,
}

export const seenOrDraft = 3

/** Not a keyword: in the flags of `email_mailbox`, that a message has files. Migration 15 repeats it. */
export const filesFlag = 1024

/** The bit of a keyword in lower case; 0 when it has none. */
export function flagOf(keyword: string): number {
  return bits[keyword] ?? 0
}

export function toFlags(keywords: Iterable<string>): number {
  let flags = 0
  for (const keyword of keywords) flags |= flagOf(keyword)
  return flags
}

function flagKeywords(flags: number): string[] {
  return Object.entries(bits).flatMap(([keyword, bit]) => ((flags & bit) === 0 ? [] : [keyword]))
}

/** RFC 8621 §4.1.1: 1 to 255 characters of %x21-%x7e without ( ) { ] % * " \ */
export function isKeyword(text: string): boolean {
  return /^[!#$&'+\-./0-9:;<=>?@A-Z[^_`a-z|}~,]{1,255}$/.test(text)
}

/** All keywords of a message. */
export function readKeywords(query: Query, email: { readonly id: number; readonly flags: number }): string[] {
  const rows = query.all<{ keyword: string }>('SELECT keyword FROM email_keyword WHERE email = ?', email.id)
  return [...flagKeywords(email.flags), ...rows.map((row) => row.keyword)]
}

/** Stores those that are no flags. */
export function writeKeywords(query: Query, email: number, keywords: Iterable<string>): void {
  query.run('DELETE FROM email_keyword WHERE email = ?', email)
  for (const keyword of keywords)
    if (flagOf(keyword) === 0)
      query.run('INSERT OR IGNORE INTO email_keyword (email, keyword) VALUES (?, ?)', email, keyword)
}
