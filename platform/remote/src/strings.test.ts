import { expect, test } from '@jest/globals'
import { defineStrings, languageOf, translator } from './strings.ts'

const messages = defineStrings({
  en: { unread: '{count, plural, =0 {Nothing new} one {# new message} other {# new messages}}', close: 'Close' },
  de: { unread: '{count, plural, =0 {Nichts Neues} one {# neue Nachricht} other {# neue Nachrichten}}' },
})

test('a message takes its values and its plural form', () => {
  const t = translator(messages, 'en')
  expect([t('unread', { count: 0 }), t('unread', { count: 1 }), t('unread', { count: 7 })]).toEqual([
    'Nothing new',
    '1 new message',
    '7 new messages',
  ])
})

test('a regional language falls back to its language, a missing text to English', () => {
  const t = translator(messages, 'de-AT')
  expect(t('unread', { count: 2 })).toBe('2 neue Nachrichten')
  expect(t('close')).toBe('Close')
})

test('the language of a catalogue is that of its texts, whatever the locale formats dates in', () => {
  expect(['de', 'de-AT', 'en-GB', 'ar-EG', 'ja'].map((locale) => languageOf(messages, locale))).toEqual([
    'de',
    'de',
    'en-GB',
    'en',
    'en',
  ])
})
