import type { Query } from '../../database/query.ts'

export interface IdentityRow {
  readonly id: number
  readonly name: string
  readonly email: string
  /** JSON of EmailAddress[], or null. */
  readonly reply_to: string | null
  readonly bcc: string | null
  readonly text_signature: string
  readonly html_signature: string
  readonly may_delete: number
}

const columns = 'id, name, email, reply_to, bcc, text_signature, html_signature, may_delete'

export function readIdentity(query: Query, account: number, id: number): IdentityRow | undefined {
  return query.one<IdentityRow>(`SELECT ${columns} FROM identity WHERE id = ? AND account = ?`, id, account)
}

export function readIdentities(query: Query, account: number): IdentityRow[] {
  return query.all<IdentityRow>(`SELECT ${columns} FROM identity WHERE account = ? ORDER BY id`, account)
}
