import { expect, test } from '@jest/globals'
import { waitFor } from '@testing-library/dom'
import { defineStrings, languageOf, translator, type Catalogue } from './strings.ts'

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

test('a text that the build has not compiled shows its names at once, and its plural form when the parser is loaded', async () => {
  const uncompiled: Catalogue<{ sent: string; from: string }> = {
    en: { sent: '{name} sent {count, plural, one {# file} other {# files}}', from: "It's from {name}" },
  }
  const t = translator(uncompiled, 'en')
  expect(t('from', { name: 'Ada' })).toBe("It's from Ada")
  expect(t('sent', { name: 'Ada', count: 2 })).toMatch(/^Ada sent /)
  await waitFor(() => expect(t('sent', { name: 'Ada', count: 2 })).toBe('Ada sent 2 files'))
})
