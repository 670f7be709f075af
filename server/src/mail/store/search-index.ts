import type { Query } from '../../database/query.ts'
import type { Address, Part } from '../mime/message.ts'
import { loadText, requireMessage } from './messages.ts'
import { searchWords } from './search-words.ts'

/** Makes a stored message searchable. Its blob must have been parsed. */
export function indexEmail(query: Query, { id, account, blob }: { id: number; account: number; blob: string }): void {
  const message = requireMessage(query, blob)
  if (!message) return
  const { from, to, cc, bcc, subject, sender, replyTo } = message.listing
  query.run(
    'INSERT INTO email_search (rowid, scope, "from", "to", cc, bcc, subject, body, files, fields) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    id,
    scopeWord(account),
    addressWords(from ?? sender ?? replyTo),
    addressWords(to),
    addressWords(cc),
    addressWords(bcc),
    searchWords(subject ?? ''),
    searchWords(loadText(query, blob)),
    searchWords(fileNames(message.structure).join(' ')),
    fieldWords(message.structure),
  )
}

export function unindexEmail(query: Query, id: number): void {
  query.run('DELETE FROM email_search WHERE rowid = ?', id)
}

/** The word in `scope` that all messages of an account have. */
export function scopeWord(account: number): string {
  return `a${account}`
}

/** The one word in `fields` that stands for a header field. */
export function fieldWord(name: string): string {
  return `f${Buffer.from(name.toLowerCase().slice(0, 60), 'latin1').toString('hex')}`
}

function fieldWords({ headers }: Part): string {
  return [...new Set(headers.map(([name]) => fieldWord(name)))].slice(0, 200).join(' ')
}

/** Beyond this many recipients nobody looks for one. */
const maxAddresses = 1000

function addressWords(addresses: readonly Address[] | null): string {
  const shown = (addresses ?? []).slice(0, maxAddresses)
  return searchWords(shown.map(({ name, email }) => `${name ?? ''} ${email}`).join(' '))
}

function fileNames(part: Part): string[] {
  return [...(part.name === null ? [] : [part.name]), ...(part.parts ?? []).flatMap(fileNames)]
}
