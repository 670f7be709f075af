const people = [
  'Ada Example <ada@example.org>',
  '"Böhm, Jörg" <joerg@example.org>',
  '李雷 <lilei@example.org>',
  'news@example.org',
  'דנה <dana@example.org>',
]
const subjects = [
  'Minutes of the meeting',
  'Re: Grüße aus Zürich',
  '四月の予定',
  'שלום',
  `A subject ${'that goes on '.repeat(30)}`,
  '',
]

/** The n-th of a list, from the start again at its end. */
const turn = <T>(list: readonly [T, ...T[]] | readonly T[], n: number): T => list[n % list.length] as T

const encoded = (text: string): string =>
  /^[\x20-\x7e]*$/.test(text) ? text : `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`

const sender = (n: number): string => {
  const [, name = '', address = ''] = /^(.*?)\s*<?([^\s<>]+@[^\s<>]+)>?$/.exec(turn(people, n)) ?? []
  return name === '' ? address : `${encoded(name.replaceAll('"', ''))} <${address}>`
}

const html = (n: number): string =>
  `<html><head><style>p{color:#${String(100 + (n % 900))}}</style></head><body><table width="600"><tr><td><p>Message ${n}</p><img src="https://pictures.example/${n}.png"><script>alert(${n})</script></td></tr></table></body></html>`

/** Kinds of bodies as they come: plain, HTML, both, with a file, in an old charset, long, empty, broken. */
const bodies: readonly ((n: number) => string)[] = [
  (n) => `Content-Type: text/plain; charset=utf-8\r\n\r\nPlain text of message ${n}.\r\n\r\n> quoted\r\n>> twice\r\n`,
  (n) => `Content-Type: text/html; charset=utf-8\r\n\r\n${html(n)}\r\n`,
  (n) =>
    `Content-Type: multipart/alternative; boundary=b${n}\r\n\r\n--b${n}\r\nContent-Type: text/plain\r\n\r\nBoth ${n}\r\n--b${n}\r\nContent-Type: text/html\r\n\r\n${html(n)}\r\n--b${n}--\r\n`,
  (n) =>
    `Content-Type: multipart/mixed; boundary=m${n}\r\n\r\n--m${n}\r\n\r\nSee the file.\r\n--m${n}\r\nContent-Type: application/pdf; name="r${n}.pdf"\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(`file ${n}`).toString('base64')}\r\n--m${n}--\r\n`,
  () =>
    'Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nGr=FC=DFe, sehr k=\r\nurz.\r\n',
  (n) => `\r\n${`Line of a long message, number ${n}.\r\n`.repeat(200)}`,
  () => '\r\n',
  (n) => `Content-Type: multipart/mixed; boundary="never"\r\n\r\nA multipart ${n} without a part.\r\n`,
]

const first = Date.UTC(2024, 0, 1)
const hour = 3_600_000

/** One message of many; every tenth is a reply to the one before. The same for the same number. */
export function generatedMessage(n: number): string {
  const isReply = n % 10 === 9
  const subject = turn(subjects, isReply ? n - 1 : n)
  return (
    [
      `From: ${sender(n)}`,
      'To: demo@example.org',
      `Subject: ${encoded(subject === '' || isReply ? subject : `${subject} ${n}`)}`,
      `Date: ${new Date(first + n * hour).toUTCString().replace('GMT', '+0000')}`,
      `Message-ID: <m${n}@example.org>`,
      ...(isReply ? [`In-Reply-To: <m${n - 1}@example.org>`, `References: <m${n - 1}@example.org>`] : []),
      'MIME-Version: 1.0',
      '',
    ].join('\r\n') + turn(bodies, n)(n)
  )
}

/** An mbox file of so many messages. */
export const generatedMbox = (count: number): string =>
  Array.from(
    { length: count },
    (_, n) =>
      `From demo@example.org Mon Jan  1 00:00:00 2024\n${generatedMessage(n)
        .replaceAll('\r\n', '\n')
        .replace(/^From /gm, '>From ')}\n`,
  ).join('\n')
