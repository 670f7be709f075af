import { limits } from '../limits.ts'
import { markAttribute } from './allowed.ts'
import { attributeOf, bodyOf, findAll, innerHtml, localName, remove, removeAttribute, setAttribute } from './hostile-dom.ts'
import { visiblePictures } from './picture-visibility.ts'
import { sanitise } from './sanitise.ts'
import type { Verb, Work } from './verb.ts'

const raster = /^data:image\/(?:png|gif|jpe?g|webp|bmp|x-icon|avif);base64,[a-z0-9+/=\s]+$/i

const absolute = (source: string): string | null => {
  if (source.length > limits.href) return null
  const cleaned = source.trim().replace(/[\t\n\r]/g, '')
  const full = cleaned.startsWith('//') ? `https:${cleaned}` : cleaned
  if (!/^https?:\/\//i.test(full)) return null
  try {
    return new URL(full).href
  } catch {
    return null
  }
}

const issue = (image: Element, url: string, work: Work): void => {
  work.issued.add(url)
  setAttribute(image, 'src', url)
}

/** A picture of the message itself gets its source here. @returns the URL of one that is elsewhere, else null. */
const resolveOwn = (image: Element, work: Work): string | null => {
  const source = attributeOf(image, 'src') ?? ''
  removeAttribute(image, 'src')
  const content = /^\s*cid:(.+)$/is.exec(source.slice(0, limits.href))?.[1]?.trim()
  const url = content === undefined ? undefined : work.cid(content)
  if (url !== undefined) issue(image, url, work)
  else if (raster.test(source.trim())) issue(image, source.trim(), work)
  else return absolute(source)
  return null
}

const tiny = /^\s*0*[01](?:\.\d{0,9})?(?:px|%)?\s*$/

/** By its attributes, for a browser that does not count them as style. */
const isTiny = (image: Element): boolean =>
  ['width', 'height'].some((name) => tiny.test(attributeOf(image, name) ?? 'auto'))

/** A picture that no one can see is there to tell the sender that the mail was opened. */
const drop = (image: Element, work: Work): void => {
  work.trackers += 1
  remove(image)
}

const show = (image: Element, url: string, work: Work): void => {
  if (work.images === 'proxied') return issue(image, work.imageUrl(url), work)
  work.blockedImages += 1
  setAttribute(image, markAttribute, 'blocked')
}

/**
 * Pictures of the message itself by their `cid:`, others not at all or through the proxy. Invisible
 * ones never, whether others are allowed or not. No other element may have a source.
 */
export const resolveImages: Verb = (work) => {
  const remote: (readonly [Element, string])[] = []
  const own: Element[] = []
  for (const element of findAll(work.document, '[src]')) {
    if (localName(element) !== 'img') removeAttribute(element, 'src')
    else {
      const url = resolveOwn(element, work)
      if (url === null) own.push(element)
      else if (remote.length < limits.pictures) remote.push([element, url])
    }
  }
  if (remote.length === 0) return
  for (const [index, [image]] of remote.entries()) setAttribute(image, markAttribute, `picture-${index}`)
  const visible = visiblePictures(sanitise(withoutSources(work, own), work.window), work.sheet, work.window)
  for (const [index, [image, url]] of remote.entries()) {
    removeAttribute(image, markAttribute)
    if (isTiny(image) || !visible.has(`picture-${index}`)) drop(image, work)
    else show(image, url, work)
  }
}

/** The message as markup, in which no picture has an address: nothing loads while it is judged. */
const withoutSources = ({ document }: Work, pictures: readonly Element[]): string => {
  const sources = pictures.map((image) => attributeOf(image, 'src'))
  for (const image of pictures) removeAttribute(image, 'src')
  const html = innerHtml(bodyOf(document))
  for (const [index, image] of pictures.entries()) {
    const source = sources[index] ?? null
    if (source !== null) setAttribute(image, 'src', source)
  }
  return html
}
