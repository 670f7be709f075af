import { describe, expect, test } from '@jest/globals'
import type { JmapRequest } from '@atrium/mail-contracts'
import { emailGet, emailQuery, identityGet, mailboxGet } from '../shapes/calls.ts'
import { emailMemberSchema } from '../shapes/email-schema.ts'
import { from } from './call.ts'
import { JmapClient } from './client.ts'
import type { ResponseEnvelope } from './envelope.ts'

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
  return { requests, client: new JmapClient({ accountId: 'acc', post, maxCallsInRequest: () => maxCallsInRequest }) }
}

describe('the client', () => {
  test('calls of one microtask travel together and their references stay their own', async () => {
    const { client, requests } = clientFor()
    const group = () => ({
      query: emailQuery({ filter: {} }),
      emails: emailGet(emailMemberSchema, { ids: from('query', '/ids') }),
    })
    await Promise.all([client.read(group()), client.read(group())])
    expect(requests).toHaveLength(1)
    expect(requests[0]?.methodCalls.map(([, args]) => args['#ids'])).toEqual([
      undefined,
      { resultOf: '0.query', name: 'Email/query', path: '/ids' },
      undefined,
      { resultOf: '1.query', name: 'Email/query', path: '/ids' },
    ])
  })

  test('no request holds more calls than the server takes, and no group is cut', async () => {
    const { client, requests } = clientFor(3)
    const pair = () => ({ one: mailboxGet(), other: mailboxGet() })
    await Promise.all([client.read(pair()), client.read(pair()), client.read(pair())])
    expect(requests.map((request) => request.methodCalls.length)).toEqual([2, 2, 2])
  })

  test('a server without submission still answers for mail', async () => {
    const { client, requests } = clientFor()
    await Promise.all([client.read({ boxes: mailboxGet() }), client.read({ who: identityGet() })])
    expect(requests.map((request) => request.using.includes('urn:ietf:params:jmap:submission'))).toEqual([false, true])
  })

  test('an answer of the wrong shape is refused', async () => {
    const post = async (): Promise<ResponseEnvelope> => ({
      sessionState: '0',
      methodResponses: [['Mailbox/get', { list: 'no' }, '0.boxes']],
    })
    const client = new JmapClient({ accountId: 'acc', post, maxCallsInRequest: () => 16 })
    await expect(client.read({ boxes: mailboxGet() })).rejects.toMatchObject({ code: 'MAIL_ANSWER_INVALID' })
  })

  test('one unusable object costs only itself', async () => {
    const post = async (): Promise<ResponseEnvelope> => ({
      sessionState: '0',
      methodResponses: [['Mailbox/get', { state: '1', list: [{ id: 7 }, { id: 'm1', name: 5 }] }, '0.boxes']],
    })
    const client = new JmapClient({ accountId: 'acc', post, maxCallsInRequest: () => 16 })
    const { boxes } = await client.read({ boxes: mailboxGet() })
    expect(boxes.ok && boxes.value.list.map(({ id, name }) => [id, name])).toEqual([['m1', '']])
  })
})
