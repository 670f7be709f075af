import { expect, test } from '@jest/globals'
import type { OfferedCommand } from '@atrium/mail-contracts'
import { findCommands } from './palette.tsx'

const command = (id: string, title: string): OfferedCommand => ({ id, title, run: () => undefined })

const all = [
  command('archive', 'Archive'),
  command('inbox', 'Go to Inbox'),
  command('ideas', 'Go to Ideen für später'),
  command('language', 'Settings: Language'),
]

const ids = (query: string, recent: readonly string[] = []): string[] =>
  findCommands(all, query, recent).map(({ id }) => id)

test('without a query, what was run lately comes first', () => {
  expect(ids('', ['language', 'inbox'])).toEqual(['language', 'inbox', 'archive', 'ideas'])
})

test('all words have to be in the title, in any order and without their accents', () => {
  expect(ids('spater go')).toEqual(['ideas'])
  expect(ids('go box')).toEqual(['inbox'])
  expect(ids('nothing')).toEqual([])
})

test('titles that begin with the query come first', () => {
  expect(
    findCommands([command('a', 'Mark as read'), command('b', 'Read receipt')], 'read', []).map(({ id }) => id),
  ).toEqual(['b', 'a'])
})
