import { beginning, limits } from '../limits.ts'

/** What a `mailto:` link asks to write. Attachments and other headers are not taken from a stranger. */
export interface MailtoRequest {
  readonly to: readonly string[]
  readonly cc: readonly string[]
  readonly subject: string
  readonly text: string
}

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const addresses = (text: string): string[] =>
  text
    .split(',', limits.addresses)
    .map((one) => decode(one).trim())
    .filter((one) => one.includes('@'))

/** RFC 6068. Of the fields only `to`, `cc`, `subject` and `body` count, and of the addresses the first hundred. */
export const parseMailto = (href: string): MailtoRequest => {
  const [path = '', query = ''] = beginning(href, limits.href).replace(/^mailto:/i, '').split(/\?(.*)/s)
  const fields = new Map(
    query.split('&').map((field) => {
      const [name = '', value = ''] = field.split(/=(.*)/s)
      return [name.toLowerCase(), value] as const
    }),
  )
  return {
    to: [...addresses(path), ...addresses(fields.get('to') ?? '')].slice(0, limits.addresses),
    cc: addresses(fields.get('cc') ?? ''),
    subject: decode(fields.get('subject') ?? '').replace(/[\r\n]+/g, ' '),
    text: decode(fields.get('body') ?? '').replaceAll('\r\n', '\n'),
  }
}
