import { describe, expect, test } from '@jest/globals'
import { mailServersOf, reversed, serverAddresses, type Lookup } from './dns.ts'

const missing = (): Error => Object.assign(new Error('none'), { code: 'ENODATA' })

const zone =
  (records: Readonly<Record<string, unknown>>): Lookup =>
  async (name, type) => {
    const found = records[`${name} ${type}`]
    if (found === undefined) throw missing()
    if (found instanceof Error) throw found
    return found
  }

describe('the servers of a domain', () => {
  test('come by preference, those of equal preference in any order', async () => {
    const lookup = zone({
      'a.test MX': [
        { priority: 20, exchange: 'backup.a.test' },
        { priority: 10, exchange: 'one.a.test' },
        { priority: 10, exchange: 'Two.a.test.' },
      ],
    })
    expect(await mailServersOf(lookup, 'a.test', () => 0.99)).toEqual(['one.a.test', 'two.a.test', 'backup.a.test'])
    expect(await mailServersOf(lookup, 'a.test', () => 0.5)).toEqual(['two.a.test', 'one.a.test', 'backup.a.test'])
  })

  test('are the domain itself where it has no MX', async () => {
    expect(await mailServersOf(zone({}), 'a.test')).toEqual(['a.test'])
    expect(await mailServersOf(zone({}), '[192.0.2.1]')).toEqual(['192.0.2.1'])
    expect(await mailServersOf(zone({}), '[IPv6:2001:db8::1]')).toEqual(['2001:db8::1'])
  })

  test('are none where it says that it takes no mail', async () => {
    const lookup = zone({ 'a.test MX': [{ priority: 0, exchange: '' }] })
    await expect(mailServersOf(lookup, 'a.test')).rejects.toMatchObject({
      response: expect.stringMatching(/^556 5\.1\.10/),
    })
  })

  test('are not known while the name servers do not respond', async () => {
    const lookup = zone({ 'a.test MX': Object.assign(new Error('late'), { code: 'ETIMEOUT' }) })
    await expect(mailServersOf(lookup, 'a.test')).rejects.toMatchObject({
      response: expect.stringMatching(/^451 4\.4\.3/),
    })
  })

  test('have IPv6 and IPv4 addresses, and one kind is enough', async () => {
    const both = zone({ 'mx.test A': ['192.0.2.1'], 'mx.test AAAA': ['2001:db8::1'] })
    expect(await serverAddresses(both, 'mx.test')).toEqual(['2001:db8::1', '192.0.2.1'])
    const broken = zone({
      'mx.test A': ['192.0.2.1'],
      'mx.test AAAA': Object.assign(new Error('?'), { code: 'ESERVFAIL' }),
    })
    expect(await serverAddresses(broken, 'mx.test')).toEqual(['192.0.2.1'])
  })
})

test('an address is reversed for the DNS', () => {
  expect(reversed('192.0.2.1')).toBe('1.2.0.192')
  expect(reversed('2001:db8::567:89ab')).toBe('b.a.9.8.7.6.5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2')
})
