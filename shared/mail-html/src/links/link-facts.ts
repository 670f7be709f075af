import { limits, trimWhere } from '../limits.ts'
import { plainText } from '../sender/display-text.ts'
import { namesAnotherHost } from './hosts-in-text.ts'
import { looksLikeAnother, readableHost } from './look-alike.ts'

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
  readonly kind: 'web' | 'mail'
  /** Where it really leads, normalised by the browser. */
  readonly href: string
  /** Safe to show before the link is opened: the host readable, no user info. */
  readonly readable: string
  readonly warnings: readonly LinkWarning[]
}

const isAddress = (host: string): boolean => host.startsWith('[') || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host)

const webFacts = (url: URL, text: string): LinkFacts => {
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

/** Characters of a host as it may be written, escapes included. A longer one is none, and takes long to find out (IDNA). */
const longestHost = 1000

const hasHost = (address: string): boolean => {
  const authority = address.replace(/^https?:[/\\]*/i, '').split(/[/?#\\]/, 1)[0] ?? ''
  return authority.length - (authority.lastIndexOf('@') + 1) <= longestHost
}

/**
 * What a link is, or null for one that must not be followed: other schemes, relative addresses
 * (mail has no place of its own), nonsense, more than 65,536 characters.
 * @param text What a person reads as the link: its text, and the titles and descriptions within it.
 */
export const linkFacts = (href: string, text: string): LinkFacts | null => {
  // As the browser reads it: leading space and controls are skipped, tabs and line ends dropped.
  if (href.length > limits.href) return null
  const cleaned = trimWhere(href, (code) => code <= 0x20).replace(/[\t\n\r]/g, '')
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
