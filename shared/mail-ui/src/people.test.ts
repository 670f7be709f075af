import { describe, expect, test } from '@jest/globals'
import { personName, recipientsOf, rowPeople, shortName } from './people.ts'

const options = { own: new Set(['me@atrium.test']), me: 'me' }
const person = (name: string | null, email: string, unread = false) => ({ name, email, unread })
const ada = person('Ada Lovelace', 'ada@atrium.test')
const texts = (...participants: ReturnType<typeof person>[]): string[] =>
  rowPeople(participants, options).map(({ text }) => text)

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

  test('of a message to others are its recipients', () => {
    const people = recipientsOf([{ name: null, email: 'grace@atrium.test' }], false)
    expect(rowPeople(people, options)).toEqual([{ text: 'grace@atrium.test', unread: false }])
  })

  test('who has written something unread is marked', () => {
    expect(rowPeople([ada, person('Bob', 'bob@x.test', true)], options).map(({ unread }) => unread)).toEqual([
      false,
      true,
    ])
  })
})

describe('a name', () => {
  test('falls back to the address', () => {
    expect(personName({ name: ' ', email: 'a@b.test' })).toBe('a@b.test')
    expect(shortName({ name: null, email: 'ada@b.test' })).toBe('ada')
  })

  test('loses its quotes', () => {
    expect(personName({ name: '"Ada Lovelace"', email: 'ada@b.test' })).toBe('Ada Lovelace')
  })
})
