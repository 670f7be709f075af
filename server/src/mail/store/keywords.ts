import type { Query } from '../../database/query.ts'
import { flagKeywords, flagOf } from './flags.ts'

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
