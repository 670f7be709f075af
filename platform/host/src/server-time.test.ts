import { beforeEach, describe, expect, test } from '@jest/globals'
import { createServerTime } from './server-time.ts'

const values = new Map<string, string>()
const storage = {
  getItem: (key: string) => values.get(key) ?? null,
  setItem: (key: string, value: string) => void values.set(key, value),
}
let elapsed = 0
const create = () => createServerTime({ storage, storageKey: 't', elapsed: () => elapsed })
const day = 24 * 3_600_000
const noon = Date.parse('2026-06-01T12:00:00Z')
const header = (time: number): string => new Date(time).toUTCString()

beforeEach(() => {
  values.clear()
  elapsed = 0
})

describe('the time of the gateway', () => {
  test('is unknown before a response, and goes on with the time that passes here', () => {
    const time = create()
    expect(time.now()).toBeUndefined()
    time.note(header(noon))
    elapsed += day
    expect(time.now()).toBe(noon + day)
  })

  test('does not run back, in this page or after a reload', () => {
    const time = create()
    time.note(header(noon))
    time.note(header(noon - day))
    expect(time.now()).toBe(noon)
    const reloaded = create()
    reloaded.note(header(noon - day))
    expect(reloaded.now()).toBeUndefined()
    reloaded.note(header(noon - 60_000))
    expect(reloaded.now()).toBe(noon - 60_000)
  })

  test.each([null, undefined, '', 'yesterday'])('is not %j', (date) => {
    const time = create()
    time.note(date)
    expect(time.now()).toBeUndefined()
  })

  test('survives a storage that was written by another', () => {
    values.set('t', 'nonsense')
    const time = create()
    time.note(header(noon))
    expect(time.now()).toBe(noon)
  })
})
