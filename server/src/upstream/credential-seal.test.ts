import { createTempFolder, removeFolders } from '@atrium/gateway/testing'
import { afterAll, describe, expect, test } from '@jest/globals'
import { statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { createCredentialSeal, sealKey } from './credential-seal.ts'

afterAll(removeFolders)

describe('sealed credentials', () => {
  test('what was sealed opens with the same key only', () => {
    const folder = createTempFolder()
    const seal = createCredentialSeal(sealKey(folder))
    const sealed = seal.seal('Basic secret')
    expect(Buffer.from(sealed).toString('latin1')).not.toContain('secret')
    expect(createCredentialSeal(sealKey(folder)).open(sealed)).toBe('Basic secret')
    expect(createCredentialSeal(sealKey(createTempFolder())).open(sealed)).toBeNull()
  })

  test('one changed bit is noticed', () => {
    const seal = createCredentialSeal(sealKey(createTempFolder()))
    const sealed = Buffer.from(seal.seal('Basic secret'))
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed)
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
      expect(seal.open(changed)).toBeNull()
    }
    expect(seal.open(sealed.subarray(0, 20))).toBeNull()
  })

  test('only its owner can read the key, and an invalid key is reported', () => {
    const folder = createTempFolder()
    sealKey(folder)
    expect(statSync(path.join(folder, 'secret.key')).mode & 0o777).toBe(0o600)
    writeFileSync(path.join(folder, 'secret.key'), 'no key')
    expect(() => sealKey(folder)).toThrow('is not a key of 32 bytes')
  })
})
