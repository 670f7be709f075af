import { expect, test } from '@jest/globals'
import * as v from 'valibot'
import { grantedOf, policySchema } from './policy.ts'

const accepts = (kind: string, source: string): boolean => v.is(policySchema, { [kind]: [source] })

test.each([
  ['connect', ['https://api.example', 'https://api.example:8443', 'https://*.api.example', 'wss://live.example']],
  ['connect', ['http://localhost:4000', 'ws://127.0.0.1:4000']],
  ['img', ['https://tiles.example', 'http://127.0.0.1:9']],
  ['media', ['https://media.example', 'blob:']],
  ['frame', ['https://maps.example']],
  ['font', ['https://fonts.example', 'data:']],
  ['worker', ['blob:']],
  ['trustedTypes', ['vue', 'lit-html', 'svelte-trusted-html', 'a.b#c']],
])('%s may be %s', (kind, sources) => {
  expect(sources.filter((source) => !accepts(kind, source))).toEqual([])
})

test.each([
  ['connect', ['*', 'https:', 'https://*', 'https://*.com', 'https://*.*.example', 'https://a.*.example', "'self'"]],
  [
    'connect',
    ['http://api.example', 'https://api.example/', 'https://api.example/v1', 'https://u@api.example', 'data:'],
  ],
  ['connect', ['https://api.example; script-src *', 'https://a.example https://b.example', 'https://a.example,x', '']],
  [
    'connect',
    ['https://api.example\n', "https://x.example 'unsafe-inline'", 'http://localhost.evil.example', 'HTTPS://A'],
  ],
  ['img', ['wss://live.example', 'data:', '*']],
  ['frame', ['data:', 'blob:', 'javascript:', 'http://10.0.0.1']],
  ['worker', ['https://cdn.example', 'data:', '']],
  ['trustedTypes', ['default', '*', "'allow-duplicates'", 'two names', 'a;b', '']],
  ['script', ['https://cdn.example']],
  ['style', ['https://cdn.example']],
])('%s may not be %s', (kind, sources) => {
  expect(sources.filter((source) => accepts(kind, source))).toEqual([])
})

test('as many as would fill the headers are refused', () => {
  const many = (count: number) => ({
    connect: Array.from({ length: count }, (_, index) => `https://a${index}.example`),
  })
  expect(v.is(policySchema, many(20))).toBe(true)
  expect(v.is(policySchema, many(21))).toBe(false)
})

test('of a grant only what a release asks for is in force', () => {
  const granted = { connect: ['https://a.example', 'https://b.example'], trustedTypes: ['vue'] }
  expect(grantedOf(granted, [{ connect: ['https://b.example', 'https://c.example'] }])).toEqual({
    connect: ['https://b.example'],
  })
  expect(grantedOf(granted, [undefined, { trustedTypes: ['vue'] }])).toEqual({ trustedTypes: ['vue'] })
  expect(grantedOf({}, [granted])).toEqual({})
})
