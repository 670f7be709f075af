import { expect, test } from '@jest/globals'
import { singleOwner, type ShareScope } from './federation-runtime.ts'

const hosts = (): Record<string, Record<string, { from: string }>> => ({ react: { '19.3.1': { from: 'shell' } } })

test('a share scope that the host alone fills is accepted, whichever remote loaded from it', () => {
  const scope = hosts()
  const check = singleOwner(scope)
  const copy = scope['react']?.['19.3.1']
  if (copy) copy.from = 'inbox_1'
  expect(() => check(scope)).not.toThrow()
})

test('a remote that brings another version is refused by library, version and name', () => {
  const scope = hosts()
  const check = singleOwner(scope)
  const grown: ShareScope = { react: { ...scope['react'], '18.0.0': { from: 'calendar_1' } } }
  expect(() => check(grown)).toThrow(/react 18\.0\.0 from calendar_1/)
})

test('a remote that puts its own copy in the place of the host’s is refused', () => {
  const check = singleOwner(hosts())
  expect(() => check({ react: { '19.3.1': { from: 'zebra_1' } } })).toThrow(/react 19\.3\.1 from zebra_1/)
})
