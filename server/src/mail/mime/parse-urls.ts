import { unfold } from './unfold.ts'

/** A list of URLs in angle brackets (RFC 2369 §2); null when there is none. */
export function parseUrls(raw: string): string[] | null {
  const urls = [...unfold(raw).matchAll(/<([^<>]*)>/g)].map(([, url = '']) => url.replace(/\s+/g, ''))
  const found = urls.filter((url) => url !== '')
  return found.length > 0 ? found : null
}
