import { describe, expect, test } from '@jest/globals'
import { forbiddenLicences, isAllowedLicence, judgeAudit } from './supply-chain.ts'

const report = (high: number): string =>
  JSON.stringify({ advisories: {}, metadata: { vulnerabilities: { low: 3, high } } })

describe('advisories', () => {
  test('that could not be requested are not a pass', () => {
    const refused =
      'Error: ERR_PNPM_AUDIT_BAD_RESPONSE\n × The audit endpoint (at https://x.example) responded with 405:'
    expect(judgeAudit({ code: 1, output: '', errors: refused })).toMatchObject({
      result: 'not checked',
      detail: 'the advisory service did not respond (ERR_PNPM_AUDIT_BAD_RESPONSE)',
    })
    expect(judgeAudit({ code: 0, output: '', errors: '' }).result).toBe('not checked')
  })

  test('of high and above fail', () => {
    expect(judgeAudit({ code: 0, output: report(0), errors: '' }).result).toBe('passed')
    expect(judgeAudit({ code: 1, output: report(2), errors: '' }).result).toBe('failed')
  })
})

describe('a licence', () => {
  test.each([
    ['MIT', true],
    ['(MIT OR GPL-3.0)', true],
    ['MPL-2.0 OR Apache-2.0', true],
    ['MIT AND GPL-3.0', false],
    ['AGPL-3.0-only', false],
    ['Unknown', false],
    ['CC-BY-4.0', false],
  ])('%s: %s', (expression, expected) => {
    expect(isAllowedLicence(expression)).toBe(expected)
  })

  test('that is allowed for one package is not for others', () => {
    const list = { 'CC-BY-4.0': [{ name: 'caniuse-lite' }, { name: 'other' }], MIT: [{ name: 'react' }] }
    expect(forbiddenLicences(list)).toEqual(['other: CC-BY-4.0'])
  })
})
