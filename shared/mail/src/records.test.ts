import { describe, expect, test } from '@jest/globals'
import { emailBuilder } from './testing/builders.ts'
import { applyPatch, invertPatch, patchObject } from './records.ts'

const record = emailBuilder({ number: 1, keywords: { $seen: true }, mailboxIds: { inbox: true } })

describe('a change of a message', () => {
  test('that changes nothing gives the same object', () => {
    expect(applyPatch(record, { keywords: { $seen: true, $flagged: false } })).toBe(record)
  })

  test('is taken back by its inverse, and only what it changed', () => {
    const patch = { keywords: { $seen: true, $flagged: true }, mailboxIds: { inbox: false, archive: true } }
    const after = applyPatch(record, patch)
    const inverse = invertPatch(record, patch)
    expect(inverse).toEqual({ keywords: { $flagged: false }, mailboxIds: { inbox: true, archive: false } })
    expect(after && inverse && applyPatch(after, inverse)).toMatchObject({
      keywords: { $seen: true },
      mailboxIds: { inbox: true },
    })
    expect(invertPatch(record, { keywords: { $seen: true } })).toBeNull()
  })

  test('names keywords as a JSON pointer does', () => {
    expect(patchObject({ keywords: { 'a/b~c': true }, mailboxIds: { m1: false } })).toEqual({
      'keywords/a~1b~0c': true,
      'mailboxIds/m1': null,
    })
  })
})
