import { DatabaseSync, StatementSync } from 'node:sqlite'
import { parserVersion } from '../mime/message.ts'
import { parseMessage } from '../mime/parse-message.ts'
import { renewMessages } from '../store/renew-messages.ts'
import { sweep } from '../store/sweep.ts'
import { openTestMail, textAt } from './open-test-mail.ts'
import { zone } from './smtp-peer.ts'

// Started by a test: a mail server that takes mail, submits, sends, renews and sweeps, and kills itself at a step of
// the database. Prints `port N`, `accepted SUBJECT` for each acknowledged submission, and `idle` at its end.
const [folder = '', peer = '0', run = '0', kill = ''] = process.argv.slice(2)

let counting = false
const counts = new Map<string, number>()

/** One more of a kind of step; `commit 3` ends the process before its third commit. */
function step(kind: string): void {
  if (!counting) return
  const count = (counts.get(kind) ?? 0) + 1
  counts.set(kind, count)
  if (`${kind} ${count}` === kill) process.kill(process.pid, 'SIGKILL')
}

const { exec } = DatabaseSync.prototype
DatabaseSync.prototype.exec = function (sql: string): void {
  if (sql.startsWith('BEGIN')) step('begin')
  if (sql === 'COMMIT') step('commit')
  exec.call(this, sql)
  if (sql === 'COMMIT') step('committed')
}
const statementRun = StatementSync.prototype.run
StatementSync.prototype.run = function (...values) {
  step('statement')
  return Reflect.apply(statementRun, this, values)
}

const day = 24 * 3_600_000
const lookup = zone({ 'peer.example A': ['127.0.0.1'] })
const t = openTestMail({
  file: `${folder}/atrium.db`,
  outbound: { name: 'mx.mail.test', relay: null, lookup, port: Number(peer), isAllowed: () => true },
})
const inbound = await t.mail.listen({
  host: '127.0.0.1',
  port: 0,
  name: 'mx.mail.test',
  folder,
  files: null,
  lookup,
})
process.stdout.write(`port ${inbound.port}\n`)
counting = true
const { drafts = '', sent = '' } = await t.mailboxes()

/** Writes and submits a message, which leaves at once or by the timer of held mail. */
async function submit(subject: string, to: string, hold: number | null): Promise<void> {
  const email = {
    mailboxIds: { [drafts]: true },
    from: [{ email: 'ada@mail.test' }],
    to: [{ email: to }],
    subject,
  }
  const mailFrom = { email: 'ada@mail.test', parameters: hold === null ? null : { HOLDFOR: String(hold) } }
  const envelope = { mailFrom, rcptTo: [{ email: to, parameters: null }] }
  const responses = await t.calls([
    ['Email/set', { create: { d: email } }, '0'],
    [
      'EmailSubmission/set',
      {
        create: { s: { emailId: '#d', identityId: 'I1', envelope } },
        onSuccessUpdateEmail: { '#s': { mailboxIds: { [sent]: true } } },
      },
      '1',
    ],
  ])
  textAt(responses, '1/1/created/s/id')
  process.stdout.write(`accepted ${subject}\n`)
}

await submit(`local ${run}`, 'bob@mail.test', null)
await submit(`out ${run}`, 'eve@peer.example', null)
await submit(`held ${run}`, 'bob@mail.test', 1)

// What was deleted is swept, what an older parser stored is renewed.
const bytes = Buffer.from(`Subject: doomed ${run}\r\n\r\n${run}`)
await t.mail.importMessage({ accountId: 'ada', bytes })
const doomed = t.store.query.all<{ id: number }>("SELECT id FROM email WHERE subject_sort LIKE 'doomed %'")
await t.call('Email/set', { destroy: doomed.map(({ id }) => `M${id}`) })
t.store.query.run('UPDATE message SET parser = ?', parserVersion - 1)
await renewMessages({ store: t.store, parse: async (raw) => parseMessage(raw), onFailure: fail }).done
await sweep({ store: t.store, now: Date.now() + 2 * day })
await t.mail.sendQueued()

const isHeld = (): boolean => t.store.query.one(`SELECT 1 FROM submission WHERE undo_status = 'pending'`) !== undefined
while (isHeld()) await new Promise((resolve) => setTimeout(resolve, 50))
process.stdout.write('idle\n')

function fail(error: unknown): void {
  throw error
}
