import { plainText } from '../sender/display-text.ts'
import { looksLikeAnother, readableHost } from './look-alike.ts'

export type LinkWarning =
  /** The text names a place, and the link leads elsewhere. */
  | 'text-differs'
  /** `https://bank.example@evil.example`: what stands before the `@` is not the host. */
  | 'user-info'
  /** The host can be taken for another one. */
  | 'look-alike'
  /** A number instead of a name. */
  | 'ip-address'

export interface LinkFacts {
  readonly kind: 'web' | 'mail'
  /** Where it really leads, normalised by the browser. */
  readonly href: string
  /** Safe to show before the link is opened: the host readable, no user info. */
  readonly readable: string
  readonly warnings: readonly LinkWarning[]
}

const hostInText = /^(?:https?:\/\/)?((?:[\p{L}\p{N}-]+\.)+[\p{L}]{2,})(?::\d+)?(?:[/?#].*)?$/iu

const asciiHost = (host: string): string | null => {
  try {
    return new URL(`http://${host}/`).hostname.replace(/^www\./, '')
  } catch {
    return null
  }
}

/** The text promises the host itself or one it belongs to: `example.org` for `mail.example.org`. */
const differs = (text: string, host: string): boolean => {
  const named = hostInText.exec(plainText(text).normalize('NFKC'))?.[1]
  const promised = named === undefined ? null : asciiHost(named)
  const real = host.replace(/^www\./, '')
  return promised !== null && real !== promised && !real.endsWith(`.${promised}`)
}

const isAddress = (host: string): boolean => host.startsWith('[') || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host)

const webFacts = (url: URL, text: string): LinkFacts => {
  const found: readonly (readonly [LinkWarning, boolean])[] = [
    ['text-differs', differs(text, url.hostname)],
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

/**
 * What a link is, or null for one that must not be followed: other schemes, relative addresses
 * (mail has no place of its own), nonsense.
 */
export const linkFacts = (href: string, text: string): LinkFacts | null => {
  // As the browser reads it: leading space and controls are skipped, tabs and line ends dropped.
  const cleaned = href.replace(/^[\u0000-\u0020]+|[\u0000-\u0020]+$/g, '').replace(/[\t\n\r]/g, '')
  if (!/^(?:https?:\/\/|mailto:)/i.test(cleaned)) return null
  try {
    const url = new URL(cleaned)
    if (url.protocol !== 'mailto:') return webFacts(url, text)
    return { kind: 'mail', href: url.href, readable: plainText(url.href), warnings: [] }
  } catch {
    return null
  }
}
