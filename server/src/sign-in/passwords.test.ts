import { describe, expect, test } from '@jest/globals'
import { checkPassword, hashPassword, verifyPassword } from './accounts.ts'

describe('passwords', () => {
  test('the right one is accepted, any other is not', async () => {
    const stored = await hashPassword('correct horse')
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
    expect(await verifyPassword('correct horse', stored)).toBe(true)
    expect(await verifyPassword('correct horsf', stored)).toBe(false)
  })

  test('the same password has another hash each time', async () => {
    expect(await hashPassword('correct horse')).not.toBe(await hashPassword('correct horse'))
  })

  test('a hash made with other costs is still understood', async () => {
    const stored = await hashPassword('x'.repeat(8))
    const weaker = stored.replace('m=19456,t=2', 'm=8,t=1')
    expect(await verifyPassword('x'.repeat(8), weaker)).toBe(false)
  })

  test('no password is right for an account that does not exist', async () => {
    expect(await verifyPassword('correct horse', null)).toBe(false)
  })

  test('the keyboard may compose a character or not', async () => {
    expect(await verifyPassword('jose\u0301 1234', await hashPassword('jos\u00e9 1234'))).toBe(true)
  })

  test('eight characters are enough, seven are not, and an emoji counts as one', () => {
    expect(() => checkPassword('12345678')).not.toThrow()
    expect(() => checkPassword('1234567')).toThrow('too short')
    expect(() => checkPassword('🔑🔑🔑🔑🔑🔑🔑')).toThrow('too short')
  })

  test('a hundred at once take the memory of two', async () => {
    const before = process.resourceUsage().maxRSS
    await Promise.all(Array.from({ length: 100 }, () => verifyPassword('correct horse', null)))
    // Kilobytes; without the turnstile libuv's four threads hold 76 MiB at a time.
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(70_000)
  }, 60_000)
})
