import { cleanText } from '@atrium/ui'
import { describe, expect, test } from '@jest/globals'
import { aMessage, aThread } from '../testing/a-message.ts'
import { personName, shortName } from './person-name.ts'
import { rowPeople } from './row-people.ts'

const options = { own: new Set(['me@atrium.test']), me: 'me', outgoing: false }
const person = (name: string | null, email: string, unread = false) => ({ name, email, unread })
const ada = person('Ada Lovelace', 'ada@atrium.test')
const texts = (...participants: ReturnType<typeof person>[]): string[] =>
  rowPeople(aMessage(), aThread({ participants }), options).map(({ text }) => text)

describe('the people of a row', () => {
  test('one has the full name', () => {
    expect(texts(ada)).toEqual(['Ada Lovelace'])
  })

  test('several have their first names, and the reader is "me"', () => {
    expect(texts(ada, person('Hopper, Grace', 'grace@atrium.test'), person('Me', 'ME@atrium.test'))).toEqual([
      'Ada',
      'Grace',
      'me',
    ])
  })

  test('of many the first and the last two are named', () => {
    const many = ['b', 'c', 'd', 'e'].map((name) => person(name.toUpperCase(), `${name}@x.test`))
    expect(texts(ada, ...many)).toEqual(['Ada', '…', 'D', 'E'])
  })

  test('in outgoing mail are who it goes to', () => {
    const email = aMessage({ to: [{ name: null, email: 'grace@atrium.test' }] })
    expect(rowPeople(email, aThread(), { ...options, outgoing: true })).toEqual([
      { text: 'grace@atrium.test', unread: false },
    ])
  })

  test('who has written something unread is marked', () => {
    const thread = aThread({ participants: [ada, person('Bob', 'bob@x.test', true)] })
    expect(rowPeople(aMessage(), thread, options).map(({ unread }) => unread)).toEqual([false, true])
  })
})

describe('a name', () => {
  test('falls back to the address', () => {
    expect(personName({ name: ' ', email: 'a@b.test' })).toBe('a@b.test')
    expect(shortName({ name: null, email: 'ada@b.test' })).toBe('ada')
  })

  test('loses what would turn the line around or break it', () => {
    expect(cleanText('\u202Egpj.exe\u202C\r\nBcc: x\u0000')).toBe('gpj.exe Bcc: x')
  })
})
