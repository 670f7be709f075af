import { expect, test } from '@jest/globals'
import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { query } from '../../database/query.ts'
import { openTestMail } from '../testing/open-test-mail.ts'
import { countMailboxes } from '../store/mailboxes.ts'

/** Runs the sender until it has printed `lines` lines, then kills it without warning. */
async function runAndKill(file: string, lines: number): Promise<string[]> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, '../testing/kill-sender.ts'), file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  for await (const chunk of child.stdout) {
    output += String(chunk)
    if (output.split('\n').length > lines) child.kill('SIGKILL')
  }
  // The last line may be half.
  return output.slice(0, output.lastIndexOf('\n')).split('\n')
}

test('what was accepted before a kill -9 is delivered once, and nothing is half done', async () => {
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'atrium-crash-')), 'atrium.db')
  let accepted = 0
  for (const lines of [5, 13, 22]) accepted += (await runAndKill(file, lines)).length
  const t = openTestMail({ file })
  const { one, all } = query(t.database)
  const count = (sql: string): number => one<{ n: number }>(sql)?.n ?? -1
  const delivered = count(
    `SELECT count(*) AS n FROM email e JOIN mail_account a ON a.key = e.account WHERE a.id = 'bob'`,
  )
  const submissions = count('SELECT count(*) AS n FROM submission')
  expect(submissions).toBeGreaterThanOrEqual(accepted)
  expect(delivered).toBe(submissions)
  expect(count(`SELECT count(*) AS n FROM delivery WHERE delivered = 'yes'`)).toBe(submissions)
  // A message that was sent is in Sent; a draft that was not is a draft.
  expect(
    count(`SELECT count(*) AS n FROM email_mailbox m JOIN mailbox b ON b.id = m.mailbox WHERE b.role = 'sent'`),
  ).toBe(submissions)
  for (const { key } of all<{ key: number }>('SELECT key FROM mail_account')) {
    const counted = countMailboxes(t.store.query, key)
    for (const row of all<{ id: number; total: number; unread: number; threads: number }>(
      'SELECT id, total_emails AS total, unread_emails AS unread, total_threads AS threads FROM mailbox WHERE account = ?',
      key,
    ))
      expect({ ...row }).toEqual({
        id: row.id,
        total: counted.get(row.id)?.emails ?? 0,
        unread: counted.get(row.id)?.unreadEmails ?? 0,
        threads: counted.get(row.id)?.threads ?? 0,
      })
  }
  await t.close()
}, 60_000)
