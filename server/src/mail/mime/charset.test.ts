import { describe, expect, test } from '@jest/globals'
import { decodeCharset, isCharset } from './charset.ts'
import { parseMessage } from './parse-message.ts'
import { partText } from './text.ts'

const hex = (bytes: string): Buffer => Buffer.from(bytes.replaceAll(' ', ''), 'hex')
const letters = (text: string): Buffer => Buffer.from(text, 'latin1')

describe('bytes of a charset', () => {
  test.each([
    ['ks_c_5601-1987', hex('8c63 b9e6'), '똠방'],
    ['euc-kr', hex('8c63'), '똠'],
    ['"EUC-KR"', hex('b9e6'), '방'],
    ['x-windows-949', hex('8c63'), '똠'],
    ['big5', hex('f9d6'), '碁'],
    ['gb2312', hex('e946'), '镕'],
    ['hz-gb-2312', letters('~{VPND~} ~~ x~\n y'), '中文 ~ x y'],
    ['iso-2022-kr', letters('\x1b$)C\x0e>H3g\x0f. a'), '안녕. a'],
    ['csISO2022KR', letters('\x1b$)C\x0e>H3g\nab'), '안녕\nab'],
    ['iso-2022-jp-ms', letters('\x1b$B-!\x1b(B'), '①'],
    ['utf-16', hex('feff 00fc'), 'ü'],
    ['utf-16', hex('fffe fc00'), 'ü'],
    ['utf-16', hex('00fc 0041'), 'üA'],
    ['utf-16', hex('4100 4200'), 'AB'],
    ['utf-16le', hex('fc00'), 'ü'],
    ['iso-8859-1', hex('93 94 80'), '“”€'],
    ['cp-850', hex('81'), 'ü'],
    ['iso_8859_15', hex('a4'), '€'],
    ["'utf-8'", letters('Ã¼'), 'ü'],
    ['utf8mb4', letters('Ã¼'), 'ü'],
    ['utf-8; format=flowed', letters('Ã¼'), 'ü'],
    ['windows-31j', hex('8740'), '①'],
  ])('%s are read', (label, bytes, text) => expect(decodeCharset(bytes, label)).toEqual({ text, problem: false }))

  test.each([
    ['no label, but escapes', null, letters('\x1b$B;3ED\x1b(B'), '山田', false],
    ['no label, but a mark', null, hex('feff 00fc'), 'ü', false],
    ['us-ascii that is UTF-8', 'us-ascii', letters('Ã¼'), 'ü', false],
    ['us-ascii that is Windows-1252', 'us-ascii', hex('fc'), 'ü', true],
    ['utf-8 that is JIS', 'utf-8', letters('\x1b$B;3ED\x1b(B'), '山田', true],
    ['utf-8 that is Windows-1252', 'utf-8', letters('Gr\xfc\xdfe'), 'Grüße', true],
    ['utf-8 with a damaged byte', 'utf-8', letters('Ã¼Ã¼ \xfc.'), 'üü \ufffd.', true],
    ['latin1 that is UTF-8', 'iso-8859-1', letters('Ã¼'), 'ü', true],
    ['a label of nobody', 'x-nobody-knows', letters('Ã¼'), 'ü', true],
    ['a label without letters', '""', letters('a'), 'a', false],
  ])('%s', (_, label, bytes, text, problem) => expect(decodeCharset(bytes, label)).toEqual({ text, problem }))

  test('of HTML that names another charset inside than its label are read by that one', () => {
    const html = '<meta charset=gb2312><p>'
    const raw = Buffer.concat([letters(`Content-Type: text/html; charset=utf-8\n\n${html}`), hex('c4fa b5c4')])
    const { structure } = parseMessage(raw).message
    expect(partText(structure, raw.subarray(structure.start)).text).toBe(`${html}您的`)
  })

  test('a person may choose those that can be read', () => {
    for (const label of [
      'euc-kr',
      'cp949',
      'hz',
      'iso-2022-kr',
      'utf-16',
      'windows-1251',
      'koi8-r',
      'gb18030',
      'utf-7',
    ])
      expect([label, isCharset(label)]).toEqual([label, true])
    for (const label of ['', 'nonsense', '<script>', 'x'.repeat(1000)]) expect(isCharset(label)).toBe(false)
  })
})
