import { describe, expect, test } from '@jest/globals'
import { linkFacts } from './links.ts'
import { looksLikeAnother, readableHost } from './links.ts'
import { parseMailto } from './links.ts'
import { hostToUnicode } from './links.ts'

const bare = (email: string) => ({ name: null, email })

describe('a link', () => {
  test.each([
    ['https://evil.example/', 'https://bank.example/login', ['text-differs']],
    ['https://evil.example/', 'bank.example', ['text-differs']],
    ['https://login.bank.example/x', 'bank.example', []],
    ['https://www.bank.example/', 'bank.example', []],
    ['https://bank.example/', 'Click here. Thanks.', []],
    ['https://evil.example/', 'https://bank.example.', ['text-differs']],
    ['https://evil.example/', 'Go to https://bank.example', ['text-differs']],
    ['https://evil.example/', 'Sign in at bank.example, now!', ['text-differs']],
    ['https://evil.example/', '(www.bank.example)', ['text-differs']],
    ['https://evil.example/', '//bank.example/login', ['text-differs']],
    ['https://evil.example/', 'Go to:bank.example', ['text-differs']],
    ['https://evil.example/', 'https://ｂａｎｋ。example/', ['text-differs']],
    ['https://evil.example/', 'https://bank\u200b.example', ['text-differs']],
    ['https://evil.example/', 'https://evil.example,https://bank.example', ['text-differs']],
    ['https://evil.example/', 'https://bank.example@evil.example', ['text-differs']],
    ['https://evil.example/', 'https:\\\\bank.example', ['text-differs']],
    ['https://evil.example/', 'https://192.0.2.7/', ['text-differs']],
    ['https://evil.example/', `${'word '.repeat(5000)}https://bank.example`, ['text-differs']],
    ['https://files.example/', 'Download report.pdf, index.html and notes.txt', []],
    ['https://a.example/', 'Read on at https://a.example/x?to=https://b.example/ (5 min., v1.2)', []],
    ['https://a.example/', 'Sent to ada@b.example', []],
    ['https://mail.a.example/', 'Read on at a.example.', []],
    ['https://bank.example@evil.example/', 'Bank', ['user-info']],
    ['https://аррӏе.com/', 'Apple', ['look-alike']],
    ['https://pаypal.com/', 'PayPal', ['look-alike']],
    ['http://192.0.2.7/', 'Bank', ['ip-address']],
    ['http://0xC0.0x00.0x02.0x07/', 'Bank', ['ip-address']],
    ['https://münchen.example/', 'München', []],
  ])('%s shown as "%s" has %j', (href, text, warnings) => {
    expect(linkFacts(href, text)?.warnings).toEqual(warnings)
  })

  test('is read without the user info and with an honest host', () => {
    expect(linkFacts('https://bank.example:443@evil.example/a', '')?.readable).toBe('https://evil.example/a')
    expect(linkFacts('https://pаypal.com/', '')?.readable).toBe('https://xn--pypal-4ve.com/')
    expect(linkFacts('https://münchen.example/', '')?.readable).toBe('https://münchen.example/')
  })

  test('longer than any link is none, however it is written', () => {
    expect(linkFacts(`https://a.example/${'\t'.repeat(300_000)}x`, 'x')).toBeNull()
    expect(linkFacts(`https://${'a'.repeat(2000)}.example/`, 'x')).toBeNull()
    expect(linkFacts(`https://a.example/${'a'.repeat(20_000)}`, 'x')?.warnings).toEqual([])
  })

  test('to write a mail names a hundred people at most', () => {
    expect(parseMailto(`mailto:${'a@x.example,'.repeat(4000)}?cc=${'b@x.example,'.repeat(500)}`).to).toHaveLength(100)
  })

  test('to write a mail takes the addresses of all fields, the subject and the text, and nothing else', () => {
    const href =
      'mailto:a@x.example,b@x.example?subject=Hi%0d%0aBcc:%20c@x&body=One%0ATwo&attach=/etc/passwd&cc=d@x.example&bcc=e@x.example&CC=f+g@x.example&subject=second'
    expect(parseMailto(href)).toEqual({
      to: ['a@x.example', 'b@x.example'].map(bare),
      cc: ['d@x.example', 'f+g@x.example'].map(bare),
      bcc: ['e@x.example'].map(bare),
      subject: 'Hi Bcc: c@x',
      text: 'One\nTwo',
    })
  })
})

describe('host names', () => {
  test('are read in Unicode', () => {
    expect(hostToUnicode('xn--mnchen-3ya.example')).toBe('münchen.example')
    expect(hostToUnicode('xn--fsqu00a.xn--0zwm56d')).toBe('例子.测试')
    expect(hostToUnicode('xn--!!!.example')).toBe('xn--!!!.example')
  })

  test('of one script are shown as they are, mixed ones as ASCII', () => {
    expect(readableHost('xn--fsqu00a.xn--0zwm56d')).toBe('例子.测试')
    expect(looksLikeAnother('日本語ab.example')).toBe(false)
    expect(looksLikeAnother('правда.example')).toBe(false)
    expect(readableHost('xn--80ak6aa92e.com')).toBe('xn--80ak6aa92e.com')
  })
})
