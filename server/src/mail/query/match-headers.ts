import { headerText } from '../mime/header-text.ts'
import type { Message } from '../mime/message.ts'
import type { FilterTree } from '../protocol/filter-tree.ts'
import type { MailStore } from '../store/mail-store.ts'
import { fieldWord, scopeWord } from '../store/search-index.ts'
import { conditionsOf, type EmailCondition } from './email-condition.ts'

/** Keys of the messages in which a condition finds its text, by condition. */
export type HeaderMatches = ReadonlyMap<EmailCondition, readonly number[]>

/**
 * Looks into the headers of the messages that have the fields: by the index to those, and message by message from
 * there, with turns for others in between.
 */
export async function matchHeaders(
  { query }: MailStore,
  { filter, account }: { readonly filter: FilterTree<EmailCondition> | null; readonly account: number },
  pause: () => Promise<void>,
): Promise<HeaderMatches> {
  const matches = new Map<EmailCondition, readonly number[]>()
  for (const condition of filter ? conditionsOf(filter) : []) {
    const [name = '', text] = condition.header ?? []
    if (text === undefined) continue
    const found: number[] = []
    const having = query.all<{ id: number }>(
      'SELECT rowid AS id FROM email_search WHERE email_search MATCH ?',
      havingField(name, account),
    )
    for (const { id } of having) {
      const row = query.one<{ parse: string }>(
        'SELECT m.parse FROM email e JOIN message m ON m.blob = e.blob WHERE e.id = ?',
        id,
      )
      if (row && hasHeader(row.parse, name.toLowerCase(), text.toLowerCase())) found.push(id)
      await pause()
    }
    matches.set(condition, found)
  }
  return matches
}

/** The FTS5 query for the messages that have a field. */
export function havingField(name: string, account: number): string {
  return `scope : "${scopeWord(account)}" AND fields : "${fieldWord(name)}"`
}

/** A stored parse that cannot be read has no header. */
function hasHeader(parse: string, name: string, text: string): boolean {
  try {
    const message: Message = JSON.parse(parse)
    return message.structure.headers.some(
      ([field, raw, guessed]) =>
        field.toLowerCase() === name &&
        headerText(guessed ?? raw)
          .toLowerCase()
          .includes(text),
    )
  } catch {
    return false
  }
}
