import type { Query } from '../../database/query.ts'

/** The automatic reply of an account. Times are milliseconds since 1970. */
export interface VacationRow {
  readonly is_enabled: number
  readonly from_date: number | null
  readonly to_date: number | null
  readonly subject: string | null
  readonly text_body: string | null
  readonly html_body: string | null
}

const off: VacationRow = {
  is_enabled: 0,
  from_date: null,
  to_date: null,
  subject: null,
  text_body: null,
  html_body: null,
}

export const readVacation = (query: Query, account: number): VacationRow =>
  query.one<VacationRow>(
    'SELECT is_enabled, from_date, to_date, subject, text_body, html_body FROM vacation_response WHERE account = ?',
    account,
  ) ?? off

/** Whether a message that arrives now is replied to (RFC 8621 §8). */
export const isActive = ({ is_enabled: isEnabled, from_date: from, to_date: to }: VacationRow, now: number): boolean =>
  isEnabled === 1 && (from === null || now >= from) && (to === null || now < to)

/** Stores it. Everyone may get it once more: it may say something else now. */
export function saveVacation({ run }: Query, account: number, row: VacationRow): void {
  run(
    `INSERT INTO vacation_response (account, is_enabled, from_date, to_date, subject, text_body, html_body)
     VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET is_enabled = excluded.is_enabled, from_date = excluded.from_date,
       to_date = excluded.to_date, subject = excluded.subject, text_body = excluded.text_body,
       html_body = excluded.html_body`,
    account,
    row.is_enabled,
    row.from_date,
    row.to_date,
    row.subject,
    row.text_body,
    row.html_body,
  )
  run('DELETE FROM vacation_reply WHERE account = ?', account)
}
