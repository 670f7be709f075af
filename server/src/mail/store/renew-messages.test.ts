import { expect, test } from '@jest/globals'
import { parserVersion } from '../mime/message.ts'
import { parseMessage } from '../mime/parse-message.ts'
import { at, openTestMail } from '../testing/open-test-mail.ts'
import { loadMessage, saveMessage } from './messages.ts'
import { renewMessages } from './renew-messages.ts'

const message = (subject: string): Buffer =>
  Buffer.from(`Subject: ${subject}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nSørensen\r\n`)

test('what an older parser stored is parsed and indexed again, and saved', async () => {
  const t = openTestMail({ background: false })
  for (const subject of ['one', 'two', 'three', 'four', 'five', 'six'])
    await t.mail.importMessage({ accountId: 'ada', bytes: message(subject) })
  const { state } = await t.call('Email/get', { ids: [] })
  const [two] = t.store.query.all<{ blob: string }>("SELECT blob FROM email WHERE subject_sort = 'two'")
  const stored = loadMessage(t.store.query, two?.blob ?? '')
  if (!stored || !two) throw new Error('the message is not stored')
  const changed = { ...stored, listing: { ...stored.listing, subject: '2' } }
  saveMessage(t.store.query, two.blob, { message: changed, text: '' })
  t.store.query.run('UPDATE message SET parser = ?', parserVersion - 1)
  t.store.query.run('DELETE FROM email_search')
  // Until it is renewed, what is stored is shown.
  const { ids } = await t.call('Email/query', {})
  expect(await t.call('Email/get', { ids, properties: ['bodyStructure'] })).toMatchObject({ notFound: [] })
  expect(await t.call('Email/query', { filter: { text: 'sorensen' } })).toMatchObject({ ids: [] })

  let parsed = 0
  const parse = async (raw: Uint8Array) => {
    parsed += 1
    return parseMessage(raw)
  }
  const onFailure = (error: unknown): void => {
    throw error
  }
  await renewMessages({ store: t.store, parse, onFailure }).done
  expect(parsed).toBe(6)
  expect(at(await t.call('Email/query', { filter: { text: 'sorensen' } }), 'ids')).toHaveLength(6)
  // Only the one whose parse is another has changed for clients.
  expect(await t.call('Email/changes', { sinceState: state })).toMatchObject({ created: [], destroyed: [] })
  expect(at(await t.call('Email/changes', { sinceState: state }), 'updated')).toHaveLength(1)

  await renewMessages({ store: t.store, parse, onFailure }).done
  expect(parsed).toBe(6)
  await t.close()
})

test('a message that cannot be renewed is reported once, and the others are renewed', async () => {
  const t = openTestMail({ background: false })
  for (const subject of ['one', 'two']) await t.mail.importMessage({ accountId: 'ada', bytes: message(subject) })
  t.store.query.run('UPDATE message SET parser = ?', parserVersion - 1)
  const failures: string[] = []
  const options = {
    store: t.store,
    parse: (raw: Uint8Array) =>
      Buffer.from(raw).includes('one') ? Promise.reject(new Error('damaged')) : Promise.resolve(parseMessage(raw)),
    onFailure: (_: unknown, where: string) => failures.push(where),
  }
  await renewMessages(options).done
  await renewMessages(options).done
  expect(failures).toHaveLength(1)
  const old = t.store.query.one('SELECT 1 FROM message WHERE parser < ?', parserVersion)
  expect(old).toBeUndefined()
  await t.close()
})
