import { describe, expect, test } from '@jest/globals'
import { jsonResponse } from './testing/fake-server.ts'
import { createFakeTiming } from './testing/fake-timing.ts'
import { createCsrfToken, createPost } from './transport.ts'

const good = { methodResponses: [], sessionState: 's' }
const busy = { type: 'urn:ietf:params:jmap:error:limit', limit: 'maxConcurrentRequests', status: 400 }
const stale = { status: 403, code: 'CSRF_REFUSED', title: 'No', detail: 'Reload the page' }
const request = { using: [], methodCalls: [] }
const turn = async (): Promise<void> => {
  for (let step = 0; step < 20; step += 1) await Promise.resolve()
}

const postTo = (...responses: (Response | Error)[]) => {
  const timing = createFakeTiming()
  const seen: RequestInit[] = []
  let signedOut = 0
  const fetch: typeof globalThis.fetch = async (_, init) => {
    seen.push(init ?? {})
    const next = responses.shift()
    if (!next || next instanceof Error) throw next ?? new Error('nothing left')
    return next
  }
  const onSignedOut = (): void => {
    signedOut += 1
  }
  const tokens = ['token-2']
  const renewals: string[] = []
  const csrf = createCsrfToken('token', async (refused) => {
    renewals.push(refused)
    return tokens.shift() ?? null
  })
  const post = createPost({ url: '/jmap/api', csrf, fetch, timing, maxConcurrentRequests: () => 4, onSignedOut })
  return { post, timing, seen, renewals, signedOut: () => signedOut }
}

describe('the transport', () => {
  test('a read survives a lost connection and a busy server, and waits as long as the server requests', async () => {
    const { post, timing, seen } = postTo(
      new TypeError('lost'),
      jsonResponse({}, 503, { 'retry-after': '7' }),
      jsonResponse(good, 200),
    )
    const done = post(request, true)
    await turn()
    timing.pass(500)
    await turn()
    expect(timing.waits).toEqual([375, 7000])
    timing.pass(7000)
    expect(await done).toEqual(good)
    expect(seen[0]?.headers).toMatchObject({ 'x-atrium-csrf': 'token' })
  })

  test('a change that is not safe to repeat is sent once', async () => {
    const { post, seen } = postTo(new TypeError('lost'), jsonResponse(good, 200))
    await expect(post(request, false)).rejects.toMatchObject({ code: 'MAIL_UNREACHABLE' })
    expect(seen).toHaveLength(1)
  })

  test('a request over the limit of concurrent requests is retried, for writes too, as nothing of it was done', async () => {
    const { post, timing, seen } = postTo(jsonResponse(busy, 400), jsonResponse(good))
    const done = post(request, false)
    await turn()
    timing.pass(500)
    expect(await done).toEqual(good)
    expect(seen).toHaveLength(2)
  })

  test('another limit is not retried', async () => {
    const { post, seen } = postTo(jsonResponse({ ...busy, limit: 'maxSizeRequest' }, 400))
    await expect(post(request, true)).rejects.toMatchObject({ code: 'MAIL_REFUSED' })
    expect(seen).toHaveLength(1)
  })

  test('a busy server gets no more than four attempts', async () => {
    const { post, timing, seen } = postTo(...Array.from({ length: 5 }, () => jsonResponse({}, 503)))
    const done = post(request, true)
    done.catch(() => undefined)
    for (let step = 0; step < 5; step += 1) {
      await turn()
      timing.pass(8000)
    }
    await expect(done).rejects.toMatchObject({ code: 'UPSTREAM_UNREACHABLE' })
    expect(seen).toHaveLength(4)
  })

  test('other refusals are not tried again and keep what the gateway said', async () => {
    const problem = { status: 403, code: 'REQUEST_INVALID', title: 'No', detail: 'Ask for less' }
    const { post, seen } = postTo(jsonResponse(problem, 403))
    await expect(post(request, true)).rejects.toMatchObject({ code: 'REQUEST_INVALID', remedy: 'Ask for less' })
    expect(seen).toHaveLength(1)
  })

  test('a token that another tab has made stale is replaced once, for writes too, and stays replaced', async () => {
    const { post, seen, renewals } = postTo(jsonResponse(stale, 403), jsonResponse(good, 200), jsonResponse(good, 200))
    expect(await post(request, false)).toEqual(good)
    expect(await post(request, false)).toEqual(good)
    expect(seen.map(({ headers }) => new Headers(headers).get('x-atrium-csrf'))).toEqual([
      'token',
      'token-2',
      'token-2',
    ])
    expect(renewals).toEqual(['token'])
  })

  test('requests refused at the same time share one renewal', async () => {
    const { post, renewals } = postTo(
      jsonResponse(stale, 403),
      jsonResponse(stale, 403),
      jsonResponse(good, 200),
      jsonResponse(good, 200),
    )
    expect(await Promise.all([post(request, true), post(request, true)])).toEqual([good, good])
    expect(renewals).toEqual(['token'])
  })

  test('a current token that is refused too is an error, not a loop', async () => {
    const { post, seen } = postTo(jsonResponse(stale, 403), jsonResponse(stale, 403))
    await expect(post(request, true)).rejects.toMatchObject({ code: 'CSRF_REFUSED', remedy: 'Reload the page' })
    expect(seen).toHaveLength(2)
  })

  test('the end of the session is reported', async () => {
    const { post, signedOut } = postTo(jsonResponse({}, 401))
    await expect(post(request, true)).rejects.toMatchObject({ code: 'SIGNED_OUT' })
    expect(signedOut()).toBe(1)
  })

  test('a response that is no JMAP envelope is refused', async () => {
    const { post } = postTo(jsonResponse({ methodResponses: [['x']] }, 200))
    await expect(post(request, true)).rejects.toMatchObject({ code: 'MAIL_ANSWER_INVALID' })
  })
})
