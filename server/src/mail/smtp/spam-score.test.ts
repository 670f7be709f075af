import { expect, test } from '@jest/globals'
import { zone } from '../testing/smtp-peer.ts'
import { checkLists } from './spam-score.ts'

const client = { address: '192.0.2.7', hostName: 'a.example', helo: 'a.example', secure: false }

test('a client that a list names is counted, one that no list knows is not, and a list that is silent says nothing', async () => {
  const lookup = zone({
    '7.2.0.192.bad.example A': ['127.0.0.2'],
    '7.2.0.192.down.example A': Object.assign(new Error('late'), { code: 'ETIMEOUT' }),
    // A list that has ended often has an address for every name.
    '7.2.0.192.ended.example A': ['198.51.100.1'],
  })
  const lists = ['bad.example', 'good.example', 'down.example', 'ended.example']
  expect(await checkLists(client, { lists, lookup })).toEqual([
    { name: 'listed-bad.example', score: 6 },
    { name: 'silent-down.example', score: 0 },
  ])
  expect(await checkLists({ ...client, hostName: null }, { lists: [], lookup })).toEqual([
    { name: 'no-host-name', score: 1 },
  ])
})
