import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { defaultPreferences } from '@atrium/mail-contracts'
import { readSession, signIn } from './gateway.ts'

const ada = { accountId: 'a1', address: 'ada@atrium.test', name: 'Ada', csrf: 'x', preferences: defaultPreferences }
const response = (status: number, body: unknown): Response =>
  ({ ok: status < 300, status, json: async () => body }) as unknown as Response

let signals: (AbortSignal | null | undefined)[]
let responses: (Response | Error)[]

beforeEach(() => {
  jest.useFakeTimers()
  signals = []
  responses = []
  globalThis.fetch = async (_url, init) => {
    signals.push(init?.signal)
    const next = responses.shift()
    if (!next || next instanceof Error) throw next ?? new TypeError('no connection')
    return next
  }
})
afterEach(() => void jest.useRealTimers())

describe('reading the session', () => {
  test('survives a lost connection and a page of a proxy, with a timeout for each request', async () => {
    responses = [new TypeError('lost'), response(200, '<html>'), response(200, ada)]
    const session = readSession()
    await jest.runAllTimersAsync()
    expect(await session).toMatchObject({ accountId: 'a1' })
    expect(signals.every((signal) => signal instanceof AbortSignal)).toBe(true)
    expect(signals).toHaveLength(3)
  })

  test('ends with a server that stays away', async () => {
    const session = readSession()
    await jest.runAllTimersAsync()
    expect([await session, signals.length]).toEqual(['unreachable', 3])
  })

  test('is not repeated when no one is signed in', async () => {
    responses = [response(401, null)]
    expect([await readSession(), signals.length]).toEqual(['signed-out', 1])
  })
})

test('a sign-in that brings something else than a session is a problem to show, not an exception', async () => {
  responses = [response(200, { welcome: 'to the hotel' })]
  expect(await signIn({ address: 'ada', password: 'x' })).toMatchObject({ code: 'UPSTREAM_UNREACHABLE' })
})
