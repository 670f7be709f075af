import type { Query } from '../../database/query.ts'
import { threadSnapshot, type MailboxCounts } from './changes.ts'
import { maxMailboxDepth } from '../protocol/limits.ts'
import type { WriteScope } from './mail-store.ts'
import { maxMailboxes } from './storage-limits.ts'

export interface MailboxRow {
  readonly id: number
  readonly parent: number | null
  readonly name: string
  readonly role: string | null
  readonly sort_order: number
  readonly is_subscribed: number
  readonly total_emails: number
  readonly unread_emails: number
  readonly total_threads: number
  readonly unread_threads: number
}

const columns =
  'id, parent, name, role, sort_order, is_subscribed, total_emails, unread_emails, total_threads, unread_threads'

export function readMailbox(query: Query, account: number, id: number): MailboxRow | undefined {
  return query.one<MailboxRow>(`SELECT ${columns} FROM mailbox WHERE id = ? AND account = ?`, id, account)
}

export function readMailboxes(query: Query, account: number): MailboxRow[] {
  return query.all<MailboxRow>(
    `SELECT ${columns} FROM mailbox WHERE account = ? ORDER BY sort_order, name, id`,
    account,
  )
}

export function mailboxOfRole(query: Query, account: number, role: string): number | null {
  return query.one<{ id: number }>('SELECT id FROM mailbox WHERE account = ? AND role = ?', account, role)?.id ?? null
}

/** What mail programs call the mailboxes that have a role here, lower case. */
const rolesByName: ReadonlyMap<string, string> = new Map(
  Object.entries({
    inbox: 'posteingang,boîte de réception,bandeja de entrada,posta in arrivo,caixa de entrada,postvak in',
    sent: 'sent items,sent messages,sent mail,sent-mail,gesendet,gesendete elemente,gesendete objekte,envoyés,éléments envoyés,messages envoyés,enviados,elementos enviados,itens enviados,posta inviata,inviata,verzonden,verzonden items,skickat,sendt',
    junk: 'spam,junk mail,junk e-mail,junk email,bulk mail,bulk,spamverdacht,unerwünscht,courrier indésirable,indésirables,correo no deseado,lixo eletrônico,posta indesiderata,ongewenste e-mail,skräppost',
    trash:
      'deleted,deleted items,deleted messages,bin,wastebasket,papierkorb,gelöschte elemente,gelöschte objekte,corbeille,éléments supprimés,papelera,elementos eliminados,itens excluídos,lixeira,cestino,posta eliminata,prullenbak,papperskorgen,papirkurv',
    drafts: 'draft,entwürfe,brouillons,borradores,rascunhos,bozze,concepten,utkast,kladder',
    archive: 'archives,archiv,archivo,arquivo,archivio,archief,all mail',
  }).flatMap(([role, names]) => names.split(',').map((name): [string, string] => [name, role])),
)

/**
 * The mailbox of a role, or of a name, in any case; made when there is none. A name that other programs have for a role
 * (`Spam`, `Sent Items`) is the mailbox of that role.
 *
 * @param path The names of mailboxes from a top-level one down to the one that is meant.
 */
export function mailboxAt(scope: WriteScope, account: number, path: readonly string[]): number {
  // Some servers have all mailboxes inside of the inbox.
  const names = path.length > 1 && path[0]?.toLowerCase() === 'inbox' ? path.slice(1) : path
  let mailbox: number | null = null
  for (const name of names.slice(0, maxMailboxDepth)) mailbox = childNamed(scope, account, { parent: mailbox, name })
  return mailbox ?? childNamed(scope, account, { parent: null, name: 'inbox' })
}

/** UTF-16 units of the name of an imported mailbox. Beyond it: the name is cut. */
const maxName = 200

function childNamed(
  scope: WriteScope,
  account: number,
  { parent, name }: { readonly parent: number | null; readonly name: string },
): number {
  const wanted = name.normalize('NFC').slice(0, maxName).toWellFormed()
  const lower = wanted.toLowerCase()
  const role = parent === null ? mailboxOfRole(scope.query, account, rolesByName.get(lower) ?? lower) : null
  if (role !== null) return role
  const found = scope.query
    .all<{ id: number; name: string }>(
      'SELECT id, name FROM mailbox WHERE account = ? AND parent IS ?',
      account,
      parent,
    )
    .find((row) => row.name.toLowerCase() === lower)
  if (found) return found.id
  // An account with as many mailboxes as it may have keeps the mail in the one above.
  const { count } = scope.query.one<{ count: number }>(
    'SELECT count(*) AS count FROM mailbox WHERE account = ?',
    account,
  ) ?? { count: 0 }
  if (count >= maxMailboxes) return parent ?? childNamed(scope, account, { parent: null, name: 'inbox' })
  const { lastId } = scope.query.run(
    'INSERT INTO mailbox (account, parent, name, sort_order) VALUES (?, ?, ?, 100)',
    account,
    parent,
    wanted,
  )
  scope.changes(account).record('Mailbox', lastId, 'created')
  return lastId
}

/** The counters of all mailboxes of an account, counted from its mail. Slow: stored counters are changed by difference. */
export function countMailboxes(query: Query, account: number): ReadonlyMap<number, MailboxCounts> {
  const trash = mailboxOfRole(query, account, 'trash')
  const totals = new Map<number, MailboxCounts>()
  for (const { id } of query.all<{ id: number }>('SELECT id FROM thread WHERE account = ?', account))
    for (const [mailbox, count] of threadSnapshot(query, id, trash).counts) {
      const total = totals.get(mailbox) ?? { emails: 0, unreadEmails: 0, threads: 0, unreadThreads: 0 }
      total.emails += count.emails
      total.unreadEmails += count.unreadEmails
      total.threads += count.threads
      total.unreadThreads += count.unreadThreads
      totals.set(mailbox, total)
    }
  return totals
}

/** Counts everything again: which mailbox is the trash has changed, and with it what unread means. */
export function recountMailboxes(scope: WriteScope, account: number): void {
  const changes = scope.changes(account)
  // What the transaction did so far is settled by the old meaning first.
  changes.settle()
  changes.setTrash(mailboxOfRole(scope.query, account, 'trash'))
  const counts = countMailboxes(scope.query, account)
  const nothing: MailboxCounts = { emails: 0, unreadEmails: 0, threads: 0, unreadThreads: 0 }
  for (const { id } of scope.query.all<{ id: number }>('SELECT id FROM mailbox WHERE account = ?', account)) {
    const count = counts.get(id) ?? nothing
    const { changes: changed } = scope.query.run(
      `UPDATE mailbox SET total_emails = ?1, unread_emails = ?2, total_threads = ?3, unread_threads = ?4 WHERE id = ?5
       AND (total_emails, unread_emails, total_threads, unread_threads) != (?1, ?2, ?3, ?4)`,
      count.emails,
      count.unreadEmails,
      count.threads,
      count.unreadThreads,
      id,
    )
    if (changed > 0) changes.record('Mailbox', id, 'counted')
  }
}
