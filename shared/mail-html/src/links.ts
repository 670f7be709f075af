import type { ComposeRequest, EmailAddress } from '@atrium/mail-contracts'
import { plainText } from './display-text.ts'
import { limits, trimWhere, beginning } from './policy.ts'

const base = 36
const tMin = 1
const tMax = 26
const skew = 38
const damp = 700

function adapt(delta: number, points: number, first: boolean): number {
  let rest = first ? Math.floor(delta / damp) : delta >> 1
  rest += Math.floor(rest / points)
  let k = 0
  for (; rest > ((base - tMin) * tMax) >> 1; k += base) rest = Math.floor(rest / (base - tMin))
  return k + Math.floor(((base - tMin + 1) * rest) / (rest + skew))
}

function digit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 22
  const letter = code | 0x20
  return letter >= 0x61 && letter <= 0x7a ? letter - 0x61 : base
}

/** One label without its `xn--`, RFC 3492 §6.2; null when it is not punycode, or longer than a label may be. */
function decodeLabel(input: string): string | null {
  if (input.length > limits.label) return null
  const dash = input.lastIndexOf('-')
  const output = [...(dash > 0 ? input.slice(0, dash) : '')].map((character) => character.codePointAt(0) ?? 0)
  let n = 128
  let bias = 72
  let i = 0
  for (let index = dash > 0 ? dash + 1 : 0; index < input.length;) {
    const before = i
    for (let weight = 1, k = base; ; k += base) {
      const value = digit(input.charCodeAt(index))
      index += 1
      if (value >= base || index > input.length || i > 0x7fffffff) return null
      i += value * weight
      const threshold = k <= bias ? tMin : Math.min(k - bias, tMax)
      if (value < threshold) break
      weight *= base - threshold
    }
    const length = output.length + 1
    bias = adapt(i - before, length, before === 0)
    n += Math.floor(i / length)
    i %= length
    if (n > 0x10ffff || (n >= 0xd800 && n <= 0xdfff)) return null
    output.splice(i, 0, n)
    i += 1
  }
  return String.fromCodePoint(...output)
}

/** A host name in Unicode. Labels that are not valid punycode stay as they are. */
export const hostToUnicode = (host: string): string =>
  host
    .split('.')
    .map((label) => (label.startsWith('xn--') ? (decodeLabel(label.slice(4)) ?? label) : label))
    .join('.')

const scripts = [
  'Latin',
  'Cyrillic',
  'Greek',
  'Armenian',
  'Hebrew',
  'Arabic',
  'Han',
  'Hiragana',
  'Katakana',
  'Hangul',
  'Bopomofo',
  'Thai',
  'Devanagari',
  'Cherokee',
  'Georgian',
] as const
const patterns = scripts.map((script) => [script, new RegExp(`\\p{Script=${script}}`, 'u')] as const)
const common = /[\p{Script=Common}\p{Script=Inherited}]/u

/** Writing systems that stand together in one word of a real language (UTS 39, highly restrictive). */
const together: readonly (readonly string[])[] = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Bopomofo'],
  ['Latin', 'Han', 'Hangul'],
]

function scriptsIn(label: string): Set<string> {
  const found = new Set<string>()
  for (const character of label) {
    if (common.test(character)) continue
    found.add(patterns.find(([, pattern]) => pattern.test(character))?.[0] ?? 'Other')
  }
  return found
}

/** Letters that look like Latin ones: a word of nothing else passes for another word. */
const twins = /^[аеорсухѕіјԁԛԝһӏьвкмнтгґπορυνικαετχςωɑɡıͼ\d-]+$/u

function isMixed(label: string): boolean {
  const found = scriptsIn(label)
  return found.size > 1 && !together.some((allowed) => [...found].every((script) => allowed.includes(script)))
}

function isTwin(label: string): boolean {
  const found = scriptsIn(label)
  return found.size === 1 && !found.has('Latin') && twins.test(label)
}

/**
 * Whether a host name can be taken for another one: scripts mixed within a word, or a word of
 * letters that all look like Latin ones below a Latin top-level domain.
 */
export function looksLikeAnother(host: string): boolean {
  const labels = hostToUnicode(host.toLowerCase()).split('.')
  const latinEnd = scriptsIn(labels.at(-1) ?? '').has('Latin')
  return labels.some((label) => isMixed(label) || (latinEnd && isTwin(label)))
}

/** A host name for reading: in Unicode, but as ASCII when it can be taken for another one. */
export const readableHost = (host: string): string => (looksLikeAnother(host) ? host : hostToUnicode(host))

/**
 * A host name as browsers write it: lower case, in ASCII. Null when it is none. Its length is looked
 * at first: IDNA takes time that grows with the square of the length.
 */
export function asciiHost(host: string): string | null {
  if (host === '' || host.length > limits.host) return null
  try {
    return new URL(`http://${host}/`).hostname
  } catch {
    return null
  }
}

/** Endings of files that are no top-level domains: `report.pdf` names no host. */
const fileEndings = new Set(
  (
    'pdf doc docx xls xlsx ppt pptx odt ods odp rtf txt csv log ics eml msg vcf png jpg jpeg gif svg webp bmp tif tiff ' +
    'html htm php asp aspx jsp js ts css json xml yaml exe msi dmg apk rar gz tgz tar wav avi mpg mpeg webm epub'
  ).split(' '),
)

/**
 * Letters in other shapes (full width, mathematical) as plain ones, and every dot that a browser takes
 * for one (UTS 46) as a dot. Character by character: normalising a whole text sorts its combining
 * marks, in time that grows with the square of their number.
 */
const inPlainLetters = (text: string): string =>
  text.replace(/[^\u0000-\u007f]/gu, (character) => character.normalize('NFKC')).replaceAll('\u3002', '.')

/** Where a host name ends in a URL. */
const authorityEnd = /[/?#\\]/
const scheme = /https?:[/\\]+/gi

/** The hosts that a URL without its scheme can be read as: what stands before an `@`, and the real one. */
const hostsOfAuthority = (rest: string): string[] =>
  (rest.slice(0, limits.href).split(authorityEnd, 1)[0] ?? '')
    .split('@')
    .map((part) => (part.startsWith('[') ? part : (part.split(':', 1)[0] ?? '')))

function withoutDots(host: string): string {
  let [start, end] = [0, host.length]
  while (start < end && '.-!?*_~…'.includes(host.charAt(start))) start += 1
  while (end > start && '.-!?*_~…'.includes(host.charAt(end - 1))) end -= 1
  return host.slice(start, end)
}

const isLetters = (text: string): boolean => /^(?:\p{L}|\p{M}){2,63}$/u.test(text) || /^xn--[a-z\d-]{1,59}$/i.test(text)

/** `bank.example`, `www.bank.example/login`; no address, no file. */
function bareHost(word: string): string | null {
  if (word.includes('@')) return null
  // `//bank.example` is a URL as well.
  const host = withoutDots(word.replace(/^[/\\]+/, '').split(authorityEnd, 1)[0] ?? '')
  if (host.length > limits.host) return null
  const labels = host.split('.')
  const last = labels.at(-1)?.toLowerCase() ?? ''
  const isHost = labels.length > 1 && labels.every((label) => /^[\p{L}\p{M}\p{N}_-]+$/u.test(label))
  return isHost && isLetters(last) && !fileEndings.has(last) ? host : null
}

/** What may stand before or after a host name in a sentence, and not within one. */
const separators = /[<>"'`|,;:()[\]{}«»“”„‘’‚‹›→←↗➜➡►▶•·=]/u

function* hostsInWord(word: string): Generator<string> {
  const starts = [...word.matchAll(scheme)]
  const before = starts[0] ? word.slice(0, starts[0].index) : word
  for (const part of before.split(separators)) {
    const host = bareHost(part)
    if (host !== null) yield host
  }
  for (const [index, { 0: found, index: start }] of starts.entries()) {
    // A URL in the query of another one is not what the text names.
    if (index > 0 && !/[<>"'`|,;()[\]{}]/.test(word.charAt(start - 1))) continue
    const rest = word.slice(start + found.length, start + found.length + limits.href)
    for (const host of hostsOfAuthority(rest)) {
      const named = withoutDots(host.startsWith('[') ? host : (host.split(separators, 1)[0] ?? ''))
      if (named !== '') yield named
    }
  }
}

const withoutWww = (host: string): string => host.replace(/^www\./, '')

/**
 * Whether a text contains a URL or a host name other than the host or one that it belongs to:
 * `example.org` may be the text of a link to `mail.example.org`. A text with more than 50 host
 * names counts as one that names another.
 */
export function namesAnotherHost(text: string, host: string): boolean {
  const real = withoutWww(host)
  const seen = new Set<string>()
  for (const word of plainText(inPlainLetters(text)).split(' ')) {
    for (const named of hostsInWord(word)) {
      if (seen.has(named)) continue
      if (seen.add(named).size > limits.hosts) return true
      const ascii = asciiHost(named)
      const promised = ascii === null ? null : withoutWww(ascii)
      if (promised !== null && real !== promised && !real.endsWith(`.${promised}`)) return true
    }
  }
  return false
}

export type LinkWarning =
  /** The text contains a URL or a host name, and the link leads elsewhere. */
  | 'text-differs'
  /** `https://bank.example@evil.example`: what stands before the `@` is not the host. */
  | 'user-info'
  /** The host can be taken for another one. */
  | 'look-alike'
  /** A number instead of a name. */
  | 'ip-address'

export interface LinkFacts {
  readonly kind: 'web' | 'mail' | 'phone'
  /** Where it really leads, normalised by the browser. */
  readonly href: string
  /** Safe to show before the link is opened: the host readable, no user info. */
  readonly readable: string
  readonly warnings: readonly LinkWarning[]
}

const isAddress = (host: string): boolean => host.startsWith('[') || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host)

function webFacts(url: URL, text: string): LinkFacts {
  const found: readonly (readonly [LinkWarning, boolean])[] = [
    ['text-differs', namesAnotherHost(text, url.hostname)],
    ['user-info', url.username !== '' || url.password !== ''],
    ['look-alike', looksLikeAnother(url.hostname)],
    ['ip-address', isAddress(url.hostname)],
  ]
  const port = url.port === '' ? '' : `:${url.port}`
  const rest = `${url.pathname}${url.search}${url.hash}`
  return {
    kind: 'web',
    href: url.href,
    readable: plainText(`${url.protocol}//${readableHost(url.hostname)}${port}${rest}`),
    warnings: found.filter(([, is]) => is).map(([warning]) => warning),
  }
}

/** RFC 3966: digits and visual separators; parameters (`;ext=`) are not passed on. */
function phoneFacts(address: string): LinkFacts | null {
  const [, number = ''] = /^tel:([+\d().\-*#\s]{2,64})(?:$|;)/i.exec(address.replaceAll('%20', ' ')) ?? []
  const plain = number.replace(/[^+\d*#]/g, '')
  if (!/\d/.test(plain)) return null
  return { kind: 'phone', href: `tel:${plain.replaceAll('#', '%23')}`, readable: number.trim(), warnings: [] }
}

/**
 * Characters of a host as it may be written, escapes included. Beyond it: the text is no host; to find out (IDNA)
 * takes long.
 */
const longestHost = 1000

function hasHost(address: string): boolean {
  const authority = address.replace(/^https?:[/\\]*/i, '').split(/[/?#\\]/, 1)[0] ?? ''
  return authority.length - (authority.lastIndexOf('@') + 1) <= longestHost
}

/**
 * What a link is, or null for one that must not be followed: other schemes, relative addresses
 * (mail has no place of its own), nonsense, more than 65,536 characters.
 * @param text What a person reads as the link: its text, and the titles and descriptions within it.
 */
export function linkFacts(href: string, text: string): LinkFacts | null {
  // As the browser reads it: leading space and controls are skipped, tabs and line ends dropped.
  if (href.length > limits.href) return null
  const cleaned = trimWhere(href, (code) => code <= 0x20).replace(/[\t\n\r]/g, '')
  if (/^tel:/i.test(cleaned)) return phoneFacts(cleaned)
  if (!/^(?:https?:\/\/|mailto:)/i.test(cleaned)) return null
  if (!/^mailto:/i.test(cleaned) && !hasHost(cleaned)) return null
  try {
    const url = new URL(cleaned)
    if (url.protocol !== 'mailto:') return webFacts(url, text)
    return { kind: 'mail', href: url.href, readable: plainText(url.href), warnings: [] }
  } catch {
    return null
  }
}

/** What a `mailto:` link asks to write. Attachments and other headers are not taken from a stranger. */
export type MailtoRequest = Required<Pick<ComposeRequest, 'to' | 'cc' | 'bcc' | 'subject' | 'text'>>

function decode(text: string): string {
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

/**
 * RFC 6068: `to`, `cc`, `bcc`, `subject` and `body`, and of the addresses of each the first hundred. A field that comes
 * more than once adds addresses; of subject and text the first counts. Everything else is left out.
 */
export function parseMailto(href: string): MailtoRequest {
  const [path = '', query = ''] = beginning(href, limits.href)
    .replace(/^mailto:/i, '')
    .split(/\?(.*)/s)
  const fields = query.split('&').map((field) => {
    const [name = '', value = ''] = field.split(/=(.*)/s)
    return [name.toLowerCase(), value] as const
  })
  const all = (wanted: string): string[] => fields.filter(([name]) => name === wanted).map(([, value]) => value)
  const people = (...texts: readonly string[]): EmailAddress[] =>
    texts
      .flatMap(addresses)
      .slice(0, limits.addresses)
      .map((email) => ({ name: null, email }))
  return {
    to: people(path, ...all('to')),
    cc: people(...all('cc')),
    bcc: people(...all('bcc')),
    subject: decode(all('subject')[0] ?? '').replace(/[\r\n]+/g, ' '),
    text: decode(all('body')[0] ?? '').replaceAll('\r\n', '\n'),
  }
}
