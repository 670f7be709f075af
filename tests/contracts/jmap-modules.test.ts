import {
  createChangeFollower,
  createJmapClient,
  defineType,
  getCall,
  setCall,
  type EventSourceLike,
} from '@atrium/jmap'
import {
  applyPatch,
  createObjectId,
  getEntries,
  parseArguments,
  runChanges,
  runGet,
  runSet,
  setEntries,
  type JmapModule,
  type Method,
} from '@atrium/server/mail'
import { openTestMail, type TestMail } from '@atrium/server/mail/testing'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as v from 'valibot'

const calendars = 'urn:ietf:params:jmap:calendars'
const eventId = createObjectId('C')
const getSchema = v.strictObject(getEntries)
const setSchema = v.strictObject(setEntries)

interface EventRow {
  readonly id: number
  readonly title: string
}

const eventGet: Method = (args, context) => {
  const { query } = context.store
  const account = context.account.key
  return runGet(context, parseArguments(getSchema, args, context), {
    type: 'CalendarEvent',
    id: eventId,
    allKeys: () => query.all<EventRow>('SELECT id FROM event WHERE account = ?', account).map((row) => row.id),
    read: (key) => {
      const row = query.one<EventRow>('SELECT id, title FROM event WHERE id = ? AND account = ?', key, account)
      return row ? { id: eventId.format(row.id), title: row.title } : null
    },
    isProperty: (name) => name === 'id' || name === 'title',
  })
}

const eventSet: Method = (args, context) => {
  const account = context.account.key
  return runSet(context, parseArguments(setSchema, args, context), {
    type: 'CalendarEvent',
    id: eventId,
    create: (scope, { title }) => {
      const { lastId } = scope.query.run('INSERT INTO event (account, title) VALUES (?, ?)', account, String(title))
      scope.changes(account).record('CalendarEvent', lastId, 'created')
      return { id: eventId.format(lastId) }
    },
    update: (scope, key, patch) => {
      const { title } = applyPatch({ title: '' }, patch)
      scope.query.run('UPDATE event SET title = ? WHERE id = ? AND account = ?', String(title), key, account)
      scope.changes(account).record('CalendarEvent', key, 'updated')
      return null
    },
    destroy: (scope, key) => {
      scope.query.run('DELETE FROM event WHERE id = ? AND account = ?', key, account)
      scope.changes(account).record('CalendarEvent', key, 'destroyed')
    },
  })
}

const calendarModule: JmapModule = {
  capability: calendars,
  methods: {
    'CalendarEvent/get': eventGet,
    'CalendarEvent/set': eventSet,
    'CalendarEvent/changes': (args, context) => runChanges(args, context, { type: 'CalendarEvent', id: eventId }),
  },
  account: () => ({ mayCreateCalendar: false }),
}

let server: TestMail

beforeEach(() => {
  server = openTestMail({ modules: [calendarModule] })
  server.database.exec('CREATE TABLE event (id INTEGER PRIMARY KEY AUTOINCREMENT, account INTEGER, title TEXT) STRICT')
  // The client looks at the page it is in.
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' })
  Object.assign(globalThis, { document: page, window: page })
})

afterEach(() => server.close())

/** The event stream of the server, as the browser's EventSource gives it. */
function openEvents(url: string): EventSourceLike {
  const listeners = new Map<string, (event: { readonly data?: unknown }) => void>()
  const stopped = new AbortController()
  const read = async (): Promise<void> => {
    const response = await server.request(url, { signal: stopped.signal })
    const text = response.body?.pipeThrough(new TextDecoderStream())
    listeners.get('open')?.({})
    for await (const chunk of text ?? []) {
      const data = /^event: state$[\s\S]*?^data: (.*)$/m.exec(chunk)?.[1]
      if (data !== undefined) listeners.get('state')?.({ data })
    }
  }
  void read()
  return { addEventListener: (type, listener) => void listeners.set(type, listener), close: () => stopped.abort() }
}

describe('a JMAP type that is not mail', () => {
  test('passes from the client through the server and back by push and /changes', async () => {
    const schema = v.object({ id: v.string(), title: v.string() })
    const events = defineType<v.InferOutput<typeof schema>>('CalendarEvent', {
      using: [calendars],
      follow: 'changes',
      fetch: (ids) => getCall('CalendarEvent', schema, { ids }),
    })
    const client = createJmapClient({
      accountId: 'ada',
      types: [events],
      apiUrl: 'http://test/jmap/api',
      sessionUrl: 'http://test/jmap/session',
      csrf: 'none',
      fetch: (input, init) => server.request(String(input).replace('http://test', ''), init),
    })
    const titles = new Map<string, string>()
    const arrived = Promise.withResolvers<string>()
    const follower = createChangeFollower({
      client,
      eventSource: openEvents,
      beginUpdate: () => async (changes) => () => {
        for (const event of changes.of(events)?.objects ?? []) titles.set(event.id, event.title)
        if (titles.size === 2) arrived.resolve([...titles.values()].join(', '))
      },
      reset: async () => undefined,
    })
    const first = await client.read({ all: getCall('CalendarEvent', schema, { ids: null }) })
    if (first.all.ok) follower.noteState('CalendarEvent', first.all.value.state)
    follower.start()

    // One by this client, one by another of the same account.
    await client.write({ set: setCall('CalendarEvent', { create: { a: { title: 'Tea' } } }) }, false)
    const using = [calendars]
    const methodCalls = [['CalendarEvent/set', { accountId: 'ada', create: { b: { title: 'Cake' } } }, '0']]
    await server.request('/jmap/api', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ using, methodCalls }),
    })

    expect(await arrived.promise).toBe('Tea, Cake')
    follower.close()
    client.close()
  })

  test('the session names its capability, and a request must name it too', async () => {
    const session = (await (await server.request('/jmap/session')).json()) as Record<string, Record<string, unknown>>
    expect(session['capabilities']).toHaveProperty([calendars], {})
    expect(session['primaryAccounts']).toHaveProperty([calendars], 'ada')
    expect(session['accounts']).toHaveProperty(['ada', 'accountCapabilities', calendars], { mayCreateCalendar: false })
    // The helper names the capabilities of mail only.
    expect(await server.call('CalendarEvent/get', { ids: [] })).toMatchObject({ type: 'unknownMethod' })
  })

  test('a server without the module does not know the capability', async () => {
    const plain = openTestMail()
    const body = JSON.stringify({ using: [calendars], methodCalls: [] })
    const headers = { 'content-type': 'application/json' }
    const response = await plain.request('/jmap/api', { method: 'POST', headers, body })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ type: 'urn:ietf:params:jmap:error:unknownCapability' })
    await plain.close()
  })

  test('two modules with one capability or one method are refused with both names', () => {
    expect(() => openTestMail({ modules: [calendarModule, calendarModule] })).toThrow(
      `Two JMAP modules have the capability ${calendars}. Register it once.`,
    )
    expect(() => openTestMail({ modules: [{ ...calendarModule, capability: 'urn:x' }, calendarModule] })).toThrow(
      `The JMAP method CalendarEvent/get is in urn:x and in ${calendars}. Rename one.`,
    )
  })
})
