import { describe, expect, test } from '@jest/globals'
import * as v from 'valibot'
import { createCaller, createJmapClient, defineType } from './client.ts'
import { from, getCall, queryCall } from './methods.ts'
import { FakeJmapServer } from './testing/fake-server.ts'
import { createFakeTiming } from './testing/fake-timing.ts'
import type { ResponseEnvelope } from './transport.ts'
import type { JmapRequest } from './types.ts'

const calendars = 'urn:ietf:params:jmap:calendars'
const contacts = 'urn:ietf:params:jmap:contacts'
const types = [defineType('CalendarEvent', { using: [calendars] }), defineType('ContactCard', { using: [contacts] })]
const eventSchema = v.object({ id: v.string(), title: v.fallback(v.string(), '') })

const allEvents = () => getCall('CalendarEvent', eventSchema, { ids: null })
const allCards = () => getCall('ContactCard', v.object({ id: v.string() }), { ids: null })

const clientFor = (maxCallsInRequest = 16) => {
  const requests: JmapRequest[] = []
  const post = async (request: JmapRequest): Promise<ResponseEnvelope> => {
    requests.push(request)
    return {
      sessionState: '0',
      methodResponses: request.methodCalls.map(([name, , id]) => [
        name,
        name.endsWith('query') ? { queryState: '1', position: 0, ids: [] } : { state: '1', list: [], notFound: [] },
        id,
      ]),
    }
  }
  return {
    requests,
    client: createCaller({ accountId: 'acc', types, post, maxCallsInRequest: () => maxCallsInRequest }),
  }
}

describe('the client', () => {
  test('calls of one microtask travel together and their references stay their own', async () => {
    const { client, requests } = clientFor()
    const group = () => ({
      query: queryCall('CalendarEvent', { filter: {} }),
      events: getCall('CalendarEvent', eventSchema, { ids: from('query', '/ids') }),
    })
    await Promise.all([client.read(group()), client.read(group())])
    expect(requests).toHaveLength(1)
    expect(requests[0]?.methodCalls.map(([, args]) => args['#ids'])).toEqual([
      undefined,
      { resultOf: '0.query', name: 'CalendarEvent/query', path: '/ids' },
      undefined,
      { resultOf: '1.query', name: 'CalendarEvent/query', path: '/ids' },
    ])
  })

  test('no request holds more calls than the server takes, and no group is cut', async () => {
    const { client, requests } = clientFor(3)
    const pair = () => ({ one: allEvents(), other: allEvents() })
    await Promise.all([client.read(pair()), client.read(pair()), client.read(pair())])
    expect(requests.map((request) => request.methodCalls.length)).toEqual([2, 2, 2])
  })

  test('each request names the capabilities of its own types only, so that a server without one serves the rest', async () => {
    const { client, requests } = clientFor()
    await Promise.all([client.read({ events: allEvents() }), client.read({ cards: allCards() })])
    expect(requests.map((request) => request.using)).toEqual([
      [calendars, 'urn:ietf:params:jmap:core'],
      [contacts, 'urn:ietf:params:jmap:core'],
    ])
  })

  test('a type that was not registered rejects its own group and says what to do', async () => {
    const { client } = clientFor()
    const unknown = client.read({ notes: getCall('Note', eventSchema, { ids: null }) })
    const known = client.read({ events: allEvents() })
    await expect(unknown).rejects.toThrow(
      'Unknown JMAP data type "Note". Add defineType(\'Note\', …) to the types of the client.',
    )
    await expect(known).resolves.toMatchObject({ events: { ok: true } })
  })

  test('a response of the wrong shape is refused', async () => {
    const post = async (): Promise<ResponseEnvelope> => ({
      sessionState: '0',
      methodResponses: [['CalendarEvent/get', { list: 'no' }, '0.events']],
    })
    const client = createCaller({ accountId: 'acc', types, post, maxCallsInRequest: () => 16 })
    await expect(client.read({ events: allEvents() })).rejects.toMatchObject({ code: 'MAIL_ANSWER_INVALID' })
  })

  test('one unusable object costs only itself', async () => {
    const post = async (): Promise<ResponseEnvelope> => ({
      sessionState: '0',
      methodResponses: [['CalendarEvent/get', { state: '1', list: [{ id: 7 }, { id: 'm1', title: 5 }] }, '0.events']],
    })
    const client = createCaller({ accountId: 'acc', types, post, maxCallsInRequest: () => 16 })
    const { events } = await client.read({ events: allEvents() })
    expect(events.ok && events.value.list.map(({ id, title }) => [id, title])).toEqual([['m1', '']])
  })
})

test('a closed client does not retry any more', async () => {
  const server = new FakeJmapServer({ methods: () => ({ state: '1', list: [], notFound: [] }) })
  const client = createJmapClient({
    accountId: 'acc',
    types,
    apiUrl: '/jmap/api',
    sessionUrl: '/jmap/session',
    csrf: 'token',
    fetch: server.fetch,
    timing: createFakeTiming(),
  })
  server.failNext('network')
  const events = client.read({ events: allEvents() })
  await new Promise((resolve) => setTimeout(resolve, 0))
  client.close()
  await expect(events).rejects.toMatchObject({ code: 'MAIL_UNREACHABLE' })
  expect(server.requests).toHaveLength(1)
})
