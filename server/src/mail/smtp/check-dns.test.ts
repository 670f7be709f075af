import { expect, test } from '@jest/globals'
import { generateKeyPairSync } from 'node:crypto'
import { zone } from '../testing/smtp-peer.ts'
import { checkMailDns } from './check-dns.ts'
import { dkimRecord, type DkimKey } from './dkim.ts'

const newKey = (): DkimKey => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
  return { domain: 'mail.test', privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
}
const dkim = newKey()
const { value } = dkimRecord(dkim)

const whole = {
  'mail.test MX': [{ priority: 10, exchange: 'mx.mail.test' }],
  'mx.mail.test A': ['198.51.100.7'],
  '7.100.51.198.in-addr.arpa PTR': ['mx.mail.test'],
  'mail.test TXT': [['google-site=1'], ['v=spf1 mx -all']],
  // Zone files break keys at 255 bytes.
  'atrium._domainkey.mail.test TXT': [[value.slice(0, 100), value.slice(100)]],
  '_dmarc.mail.test TXT': [['v=DMARC1; p=quarantine']],
}

async function check(changes: Readonly<Record<string, unknown>>, isRelayed = false) {
  const lookup = zone({ ...whole, ...changes })
  const findings = await checkMailDns({ lookup, domain: 'mail.test', name: 'mx.mail.test', dkim, isRelayed })
  return findings.filter(({ state }) => state !== 'ok')
}

test('a domain that has all its records is in order', async () => {
  expect(await check({})).toEqual([])
})

test.each([
  ['MX', 'wrong', { 'mail.test MX': [] }, 'mail.test. IN MX 10 mx.mail.test.'],
  ['MX', 'wrong', { 'mail.test MX': [{ priority: 0, exchange: '' }] }, 'mail.test. IN MX 10 mx.mail.test.'],
  ['PTR', 'wrong', { '7.100.51.198.in-addr.arpa PTR': ['host-7.isp.example'] }, '198.51.100.7 PTR mx.mail.test.'],
  ['SPF', 'wrong', { 'mail.test TXT': [['google-site=1']] }, 'mail.test. IN TXT "v=spf1 mx -all"'],
  ['SPF', 'wrong', { 'mail.test TXT': [['v=spf1 mx -all'], ['v=spf1 a -all']] }, 'mail.test. IN TXT "v=spf1 mx -all"'],
  ['SPF', 'wrong', { 'mail.test TXT': [['v=spf1 ip4:192.0.2.1 -all']] }, 'mail.test. IN TXT "v=spf1 mx -all"'],
  ['SPF', 'wrong', { 'mail.test TXT': [['v=spf1 +all']] }, 'mail.test. IN TXT "v=spf1 mx -all"'],
  ['DMARC', 'wrong', { '_dmarc.mail.test TXT': [] }, '_dmarc.mail.test. IN TXT "v=DMARC1; p=quarantine"'],
  [
    'DMARC',
    'warning',
    { '_dmarc.mail.test TXT': [['v=DMARC1; p=none']] },
    '_dmarc.mail.test. IN TXT "v=DMARC1; p=quarantine"',
  ],
  ['DKIM', 'wrong', { 'atrium._domainkey.mail.test TXT': [[dkimRecord(newKey()).value]] }, undefined],
] as const)(
  'the check names what is wrong with %s (%s) and the record to add: %j',
  async (about, state, changes, record) => {
    // Where mail for the domain goes elsewhere, "mx" of its SPF record is not this server either.
    const found = (await check(changes)).filter((finding) => about !== 'MX' || finding.about !== 'SPF')
    expect(found).toMatchObject([{ about, state }])
    if (record === undefined) expect(found[0]?.record).toContain(`atrium._domainkey.mail.test. IN TXT "${value}"`)
    else expect(found[0]?.record).toBe(record)
  },
)

test('an address that the internet cannot reach is wrong', async () => {
  const found = await check({ 'mx.mail.test A': ['192.168.1.4'], '4.1.168.192.in-addr.arpa PTR': ['mx.mail.test'] })
  expect(found).toMatchObject([{ about: 'address', state: 'wrong' }])
})

test('mail by a relay needs no name of the address, and the SPF record of the relay', async () => {
  expect(await check({ '7.100.51.198.in-addr.arpa PTR': [] }, true)).toEqual([])
  expect(await check({ 'mail.test TXT': [] }, true)).toMatchObject([
    { about: 'SPF', record: expect.stringContaining('include:') },
  ])
})

test('name servers that do not respond are no missing records', async () => {
  const silent = Object.assign(new Error('timeout'), { code: 'ETIMEOUT' })
  const found = await check({ 'mail.test MX': silent, '_dmarc.mail.test TXT': silent })
  expect(found).toMatchObject([
    { about: 'MX', state: 'unknown' },
    // Its "mx" cannot be looked up.
    { about: 'SPF', state: 'unknown' },
    { about: 'DMARC', state: 'unknown' },
  ])
})
