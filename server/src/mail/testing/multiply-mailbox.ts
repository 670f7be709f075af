import type { SQLInputValue } from 'node:sqlite'
import type { Query } from '../../database/query.ts'
import { transaction } from '../../database/query.ts'
import type { MailStore } from '../store/mail-store.ts'
import { indexEmail } from '../store/search-index.ts'

/** Milliseconds by which a copy is later than what it is a copy of. */
interface Copy {
  readonly number: number
  readonly emails: number
  readonly threads: number
  readonly changes: number
  readonly later: number
}

/** What `indexEmail` would write of a message. */
type IndexRow = readonly SQLInputValue[]

function indexRowsOf(query: Query): readonly IndexRow[] {
  const rows: IndexRow[] = []
  const capture: Query = {
    ...query,
    run: (_, ...values) => {
      rows.push(values)
      return { changes: 1, lastId: 0 }
    },
  }
  for (const email of query.all<{ id: number; account: number; blob: string }>(
    'SELECT id, account, blob FROM email ORDER BY search',
  ))
    indexEmail(capture, email)
  return rows
}

const statements = ({ number, emails, threads, changes, later }: Copy): readonly string[] => {
  const blob = (column: string): string => `substr(${column}, 1, 57) || '${number.toString(16).padStart(8, '0')}'`
  const email = number * emails
  const thread = number * threads
  const at = number * later
  return [
    `INSERT INTO blob (id, size, created_at, segments, data, packed, chunked)
       SELECT ${blob('id')}, size, created_at, segments, data, packed, chunked FROM blob WHERE rowid <= ${emails}`,
    `INSERT INTO message (blob, parser, parse, text, parse_size, packed_parse, packed_text, by_blob)
       SELECT ${blob('blob')}, parser, parse, text, parse_size, packed_parse, packed_text, by_blob
       FROM message WHERE rowid <= ${emails}`,
    `INSERT INTO thread (id, account) SELECT id + ${thread}, account FROM thread WHERE id <= ${threads}`,
    `INSERT INTO email (id, account, thread, blob, received_at, sent_at, size, flags, has_attachment, subject_sort,
         from_sort, to_sort, preview, listing, packed, search)
       SELECT id + ${email}, account, thread + ${thread}, ${blob('blob')}, received_at + ${at}, sent_at + ${at}, size,
         flags, has_attachment, subject_sort, from_sort, to_sort, preview, listing, packed, search + ${(at / 1000) * 4}
       FROM email WHERE id <= ${emails}`,
    `INSERT INTO email_mailbox (mailbox, received_at, email, thread, flags)
       SELECT mailbox, received_at + ${at}, email + ${email}, thread + ${thread}, flags
       FROM email_mailbox WHERE email <= ${emails}`,
    `INSERT INTO mailbox_thread (mailbox, received_at, email, thread)
       SELECT mailbox, received_at + ${at}, email + ${email}, thread + ${thread}
       FROM mailbox_thread WHERE thread <= ${threads}`,
    `INSERT INTO change_log (account, type, modseq, object, kind, at)
       SELECT account, type, modseq + ${number * changes}, object + iif(type = 'Email', ${email}, ${thread}), kind, at
       FROM change_log WHERE type IN ('Email', 'Thread') AND modseq <= ${changes}`,
  ]
}

/**
 * Copies all mail of a database, so that it has `times` as much: later by as long as it spans, and with the same words
 * as often. It takes a tenth of the time of storing other messages. The database must have one account with mail, of
 * `fillMailbox`.
 */
export function multiplyMailbox(
  { database, query }: MailStore,
  times: number,
  onProgress: (copies: number) => void = () => undefined,
): void {
  const size = query.one<{ emails: number; threads: number; changes: number; span: number }>(
    `SELECT (SELECT max(id) FROM email) AS emails, (SELECT max(id) FROM thread) AS threads,
       (SELECT max(modseq) FROM mail_account) AS changes,
       (SELECT max(received_at) - min(received_at) FROM email) AS span`,
  )
  if (!size) throw new Error('there is no mail to copy')
  const { emails, threads, changes, span } = size
  const later = Math.ceil(span / 300_000 + 1) * 300_000
  const rows = indexRowsOf(query)
  const insert =
    'INSERT INTO email_search (rowid, marks, "from", "to", cc, bcc, subject, body, files) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)'
  for (let number = 1; number < times; number += 1) {
    transaction(database, () => {
      for (const sql of statements({ number, emails, threads, changes, later })) database.exec(sql)
      for (const [row, ...words] of rows) query.run(insert, Number(row) + ((number * later) / 1000) * 4, ...words)
    })
    onProgress(number)
  }
  transaction(database, () => {
    database.exec(`UPDATE mailbox SET total_emails = total_emails * ${times}, unread_emails = unread_emails * ${times},
        total_threads = total_threads * ${times}, unread_threads = unread_threads * ${times};
      UPDATE type_state SET modseq = modseq + ${(times - 1) * changes};
      UPDATE mail_account SET modseq = modseq + ${(times - 1) * changes} WHERE modseq = ${changes}`)
  })
}
