import { markAttribute } from './allowed.ts'
import type { Verb, Work } from './verb.ts'

const raster = /^data:image\/(?:png|gif|jpe?g|webp|bmp|x-icon|avif);base64,[a-z0-9+/=\s]+$/i

const absolute = (source: string): string | null => {
  const cleaned = source.trim().replace(/[\t\n\r]/g, '')
  const full = cleaned.startsWith('//') ? `https:${cleaned}` : cleaned
  if (!/^https?:\/\//i.test(full)) return null
  try {
    return new URL(full).href
  } catch {
    return null
  }
}

/** A picture nobody can see is there to tell the sender that the mail was opened. */
const isTracker = (image: Element): boolean => {
  const style = image.getAttribute('style')?.toLowerCase() ?? ''
  const tiny = (name: string): boolean => {
    const value = image.getAttribute(name)
    return value !== null && /^\s*[01](?:px)?\s*$/.test(value)
  }
  const hidden = /(?:^|[;\s])(?:(?:max-)?(?:width|height)\s*:\s*[01](?:px)?\s*(?:;|!|$)|display\s*:\s*none|visibility\s*:\s*hidden)/
  return tiny('width') || tiny('height') || hidden.test(style)
}

const block = (image: Element, work: Work): void => {
  image.removeAttribute('src')
  if (isTracker(image)) {
    work.trackers += 1
    image.remove()
    return
  }
  work.blockedImages += 1
  image.setAttribute(markAttribute, 'blocked')
}

const resolve = (image: Element, work: Work): void => {
  const source = image.getAttribute('src') ?? ''
  const content = /^\s*cid:(.+)$/is.exec(source)?.[1]?.trim()
  const url = content === undefined ? null : work.cid(content)
  const remote = absolute(source)
  if (url !== null && url !== undefined) issue(image, url, work)
  else if (raster.test(source.trim())) issue(image, source.trim(), work)
  else if (remote === null) image.removeAttribute('src')
  else if (work.images === 'blocked' || isTracker(image)) block(image, work)
  else issue(image, work.imageUrl(remote), work)
}

const issue = (image: Element, url: string, work: Work): void => {
  work.issued.add(url)
  image.setAttribute('src', url)
}

/**
 * Pictures of the message itself by their `cid:`, others not at all or through the proxy. Invisible
 * ones never. No other element may have a source.
 */
export const resolveImages: Verb = (work) => {
  for (const element of work.document.querySelectorAll('[src]')) {
    if (element.localName === 'img') resolve(element, work)
    else element.removeAttribute('src')
  }
}
