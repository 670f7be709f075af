import { describe, expect, test } from '@jest/globals'
import { createFakeTiming } from '../testing/render-mail.tsx'
import { createCsrfToken } from './csrf-token.ts'
import { createPost } from './transport.ts'

const answer = (status: number, body: unknown = {}, headers: Record<string, string> = {}): Response =>
  ({ ok: status === 200, status, headers: new Map(Object.entries(headers)), json: async () => body }) as unknown as Response

const good = { methodResponses: [], sessionState: 's' }
const stale = { status: 403, code: 'CSRF_REFUSED', title: 'No', detail: 'Reload the page' }
const request = { using: [], methodCalls: [] }
const turn = async (): Promise<void> => {
  for (let step = 0; step < 20; step += 1) await Promise.resolve()
}

const postTo = (...answers: (Response | Error)[]) => {
  const timing = createFakeTiming()
  const seen: RequestInit[] = []
  let signedOut = 0
  const fetch: typeof globalThis.fetch = async (_, init) => {
    seen.push(init ?? {})
    const next = answers.shift()
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
  test('a read survives a lost connection and a busy server, and waits as long as it is told', async () => {
    const { post, timing, seen } = postTo(new TypeError('lost'), answer(503, {}, { 'retry-after': '7' }), answer(200, good))
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
    const { post, seen } = postTo(new TypeError('lost'), answer(200, good))
    await expect(post(request, false)).rejects.toMatchObject({ code: 'MAIL_UNREACHABLE' })
    expect(seen).toHaveLength(1)
  })

  test('other refusals are not tried again and keep what the gateway said', async () => {
    const problem = { status: 403, code: 'REQUEST_INVALID', title: 'No', detail: 'Ask for less' }
    const { post, seen } = postTo(answer(403, problem))
    await expect(post(request, true)).rejects.toMatchObject({ code: 'REQUEST_INVALID', remedy: 'Ask for less' })
    expect(seen).toHaveLength(1)
  })

  test('a token that another tab has made stale is replaced once, for writes too, and stays replaced', async () => {
    const { post, seen, renewals } = postTo(answer(403, stale), answer(200, good), answer(200, good))
    expect(await post(request, false)).toEqual(good)
    expect(await post(request, false)).toEqual(good)
    expect(seen.map(({ headers }) => new Headers(headers).get('x-atrium-csrf'))).toEqual(['token', 'token-2', 'token-2'])
    expect(renewals).toEqual(['token'])
  })

  test('requests refused at the same time share one renewal', async () => {
    const { post, renewals } = postTo(answer(403, stale), answer(403, stale), answer(200, good), answer(200, good))
    expect(await Promise.all([post(request, true), post(request, true)])).toEqual([good, good])
    expect(renewals).toEqual(['token'])
  })

  test('a current token that is refused too is an error, not a loop', async () => {
    const { post, seen } = postTo(answer(403, stale), answer(403, stale))
    await expect(post(request, true)).rejects.toMatchObject({ code: 'CSRF_REFUSED', remedy: 'Reload the page' })
    expect(seen).toHaveLength(2)
  })

  test('the end of the session is told', async () => {
    const { post, signedOut } = postTo(answer(401))
    await expect(post(request, true)).rejects.toMatchObject({ code: 'SIGNED_OUT' })
    expect(signedOut()).toBe(1)
  })

  test('an answer that is no JMAP envelope is refused', async () => {
    const { post } = postTo(answer(200, { methodResponses: [['x']] }))
    await expect(post(request, true)).rejects.toMatchObject({ code: 'MAIL_ANSWER_INVALID' })
  })
})
