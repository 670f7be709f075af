import { limits } from '../limits.ts'
import { plainText } from '../sender/display-text.ts'
import { asciiHost } from './ascii-host.ts'

/** Endings of files that are no top-level domains: `report.pdf` names no host. */
const fileEndings = new Set(
  ('pdf doc docx xls xlsx ppt pptx odt ods odp rtf txt csv log ics eml msg vcf png jpg jpeg gif svg webp bmp tif tiff ' +
    'html htm php asp aspx jsp js ts css json xml yaml exe msi dmg apk rar gz tgz tar wav avi mpg mpeg webm epub').split(' '),
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

const withoutDots = (host: string): string => {
  let [start, end] = [0, host.length]
  while (start < end && '.-!?*_~…'.includes(host.charAt(start))) start += 1
  while (end > start && '.-!?*_~…'.includes(host.charAt(end - 1))) end -= 1
  return host.slice(start, end)
}

const isLetters = (text: string): boolean => /^(?:\p{L}|\p{M}){2,63}$/u.test(text) || /^xn--[a-z\d-]{1,59}$/i.test(text)

/** `bank.example`, `www.bank.example/login`; no address, no file. */
const bareHost = (word: string): string | null => {
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
export const namesAnotherHost = (text: string, host: string): boolean => {
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
