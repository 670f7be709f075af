import { createMailFrame, holdsMailDocument, mailFrameUrl } from './frame.ts'
import { cleanMail } from './mount-mail.ts'
import { markAttribute } from './policy.ts'

/** Reads HTML of a message, a draft or the clipboard. */
export interface HtmlReader {
  /**
   * The body of `html` after the sanitiser: a tree in a document of its own, in which nothing runs or loads. Pictures
   * that are parts of the message keep their `cid:` address, others their `https:` address; invisible ones are gone.
   * Where the sanitiser refuses the markup, its text remains.
   */
  readonly read: (html: string) => HTMLElement
}

/** Host that stands in for `cid:` while the sanitiser reads, which lets no such address pass; RFC 2606 §2. */
const cidHost = 'https://cid.invalid/'

/** Reverts what is meant for the reader of a message only: marks, folded quotes, and how links open. */
function restore(body: HTMLElement): void {
  for (const folded of body.querySelectorAll(`details[${markAttribute}="quote"]`)) {
    folded.querySelector('summary')?.remove()
    folded.replaceWith(...folded.childNodes)
  }
  for (const element of body.querySelectorAll(`[${markAttribute}], [target], [id]`)) {
    if (element.hasAttribute(markAttribute)) element.removeAttribute('title')
    for (const name of [markAttribute, 'target', 'rel', 'id']) element.removeAttribute(name)
  }
  for (const picture of body.querySelectorAll('img')) {
    const source = picture.getAttribute('src') ?? ''
    if (source.startsWith(cidHost)) picture.setAttribute('src', `cid:${source.slice(cidHost.length)}`)
  }
}

/** As `HtmlReader.read`, by the window whose parser and sanitiser are to be used. */
export function readHtml(html: string, window: Window & typeof globalThis): HTMLElement {
  const options = {
    images: 'proxied',
    imageUrl: (url: string) => url,
    cid: (cid: string) => `${cidHost}${cid}`,
    theme: 'light',
  } as const
  const clean = cleanMail({ html }, window, options)
  const { body } = new window.DOMParser().parseFromString(`<!doctype html><body>${clean.html}`, 'text/html')
  restore(body)
  return body
}

/**
 * Opens a reader in a hidden frame that holds the mail document: the page's own policy (Trusted Types) lets no string
 * become markup, the frame's policy lets nothing run. The frame stays for as long as the page.
 *
 * @param basePath Path prefix of the site with a slash at its end.
 * @throws Error when the mail document does not load.
 */
export function openHtmlReader(document: Document, basePath: string): Promise<HtmlReader> {
  const url = mailFrameUrl(basePath)
  const frame = createMailFrame(document, '')
  frame.hidden = true
  frame.setAttribute('aria-hidden', 'true')
  frame.tabIndex = -1
  const loaded = new Promise<HtmlReader>((resolve, reject) => {
    frame.addEventListener('load', () => {
      const window = frame.contentWindow as (Window & typeof globalThis) | null
      if (window && holdsMailDocument(frame, url)) resolve({ read: (html) => readHtml(html, window) })
      else {
        frame.remove()
        reject(new Error('The mail document did not load'))
      }
    })
  })
  frame.src = url
  document.body.append(frame)
  return loaded
}
