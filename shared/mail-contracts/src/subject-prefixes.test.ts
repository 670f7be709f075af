import { expect, test } from '@jest/globals'
import { skipSubjectPrefixes } from './message-text.ts'

const rest = (subject: string): string => subject.slice(skipSubjectPrefixes(subject, ['reply', 'forward', 'warning']))

test.each([
  ...[
    'Re',
    'RE ',
    'AW',
    'Antwort',
    'SV',
    'VS',
    'Odp',
    'YNT',
    'RES',
    'Rép',
    'Vá',
    'R',
    'RIF',
    'ΑΠ',
    'ΣΧΕΤ',
    'Ответ',
    'На',
  ],
  ...[
    'Atb',
    'Ats',
    'Răsp',
    'Відп',
    'Отг',
    'Odg',
    'BLS',
    'TL',
    'Trả lời',
    'רה',
    'השב',
    'رد',
    'پاسخ',
    '回复',
    '返信',
    '답장',
  ],
  ...[
    '회신',
    'ตอบกลับ',
    'Fwd',
    'WG',
    'TR',
    'RV',
    'ENC',
    'I',
    'PD',
    'Továbbítás',
    'İlt',
    'İLT',
    'Doorst',
    'Vb',
    'VL',
    'ΠΡΘ',
  ],
  ...[
    'Пересл',
    'إعادة توجيه',
    'הועבר',
    '转发',
    '轉寄',
    '転送',
    '전달',
    'Re[2]',
    'Aw(3)',
    'Re^2',
    'Re*2',
    'Chuyển tiếp',
  ],
])('%s: is passed over', (prefix) => {
  expect(rest(`${prefix}: Lager`)).toBe('Lager')
  expect(rest(`${prefix}：Re: Lager`)).toBe('Lager')
})

test.each(['EXTERNAL: Re: Lager', '***SPAM*** Re: Lager', '{Spam?} Lager', 'Caution: Re: Lager'])(
  'what a gateway put before it in %j is passed over',
  (subject) => expect(rest(subject)).toBe('Lager'),
)

test.each(['Regarding: tea', 'Projekt: Lager', 'Rechnung', 're', ':', '*** big news ***', 'Lager: Re: a'])(
  '%j stays as it is',
  (subject) => expect(rest(subject)).toBe(subject),
)

test('only prefixes of the kinds that are given are', () => {
  expect(skipSubjectPrefixes('Fwd: Re: a', ['reply'])).toBe(0)
  expect(skipSubjectPrefixes('Re: Fwd: a', ['reply'])).toBe(4)
  expect(skipSubjectPrefixes('VS: a', ['forward'])).toBe(4)
})
