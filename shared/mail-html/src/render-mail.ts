import { cleanHtml, type Cleaned, type Refusal } from './html/clean-html.ts'
import { sanitise } from './html/sanitise.ts'
import { frameGuard, frameStyle, type Palette, palettes } from './frame/frame-style.ts'
import type { LinkFacts } from './links/link-facts.ts'
import { beginning, limits } from './limits.ts'
import { renderText } from './text/render-text.ts'
import { textOfHtml } from './text/text-of-html.ts'

export interface MailContent {
  /** Stands before `text`. */
  readonly html?: string
  readonly text?: string
}

export interface RenderOptions {
  /** `proxied` only after the person has allowed it. Default: `blocked`. */
  readonly images?: 'blocked' | 'proxied'
  /** Address of the proxy for a remote picture. Default: `/api/image?url=…`. */
  readonly imageUrl?: (url: string) => string
  /** Same-origin or `blob:` address of a part of the message, by Content-ID without brackets. Default: none. */
  readonly cid?: (cid: string) => string | undefined
  /** Default: `light`. */
  readonly theme?: 'light' | 'dark'
  /** Colours of the page for either canvas. Default: Atrium's. */
  readonly palettes?: Readonly<Record<'light' | 'dark', Palette>>
  /** The dark surface in numbers, to judge colours of the mail against. Default: Atrium's. */
  readonly darkSurface?: readonly [number, number, number]
  /** Says what is behind "…". Default: `Show quoted text`. */
  readonly quoteLabel?: string
}

export interface RenderedMail {
  readonly canvas: 'light' | 'dark'
  /** Remote pictures that were not loaded and can be asked for. */
  readonly blockedImages: number
  /** Invisible pictures, which are never loaded. */
  readonly trackers: number
  readonly links: readonly LinkFacts[]
  /** Why only the text of the message is shown; null when all of it is. */
  readonly refused: Refusal | null
}

const proxy = (url: string): string => `/api/image?url=${encodeURIComponent(url)}`

const cleanText = (text: string, window: Window & typeof globalThis, options: RenderOptions): Cleaned => {
  const inert = new window.DOMParser().parseFromString('', 'text/html')
  const { root, links } = renderText(text, inert, options.quoteLabel ?? 'Show quoted text')
  const html = sanitise(root.outerHTML, window)
  const canvas = options.theme ?? 'light'
  return { html, sheet: '', canvas, blockedImages: 0, trackers: 0, links, refused: null }
}

/** A message as a string that may be drawn, without drawing it. */
export const cleanMail = (
  content: MailContent,
  window: Window & typeof globalThis,
  options: RenderOptions = {},
): Cleaned => {
  if (content.html === undefined) return cleanText(content.text ?? '', window, options)
  return cleanHtml(content.html, window, {
    images: options.images ?? 'blocked',
    imageUrl: options.imageUrl ?? proxy,
    cid: options.cid ?? (() => undefined),
    theme: options.theme ?? 'light',
    darkSurface: options.darkSurface ?? [27, 29, 33],
    quoteLabel: options.quoteLabel ?? 'Show quoted text',
  })
}

const styleElement = (document: Document, text: string): HTMLStyleElement => {
  const element = document.createElement('style')
  // Text, not markup: nothing in it can end the element.
  element.textContent = text
  return element
}

/** The last resort, where not even the text can be sanitised: one text node, in which nothing is markup. */
const renderBareText = (body: HTMLElement, { html, text }: MailContent): void => {
  const block = body.ownerDocument.createElement('pre')
  block.textContent = beginning(html === undefined ? (text ?? '') : textOfHtml(html), limits.text)
  body.replaceChildren(block)
}

const tryClean = (content: MailContent, window: Window & typeof globalThis, options: RenderOptions): Omit<Cleaned, 'html'> & { readonly html: string | null } => {
  try {
    return cleanMail(content, window, options)
  } catch {
    return { html: null, sheet: '', canvas: options.theme ?? 'light', blockedImages: 0, trackers: 0, links: [], refused: 'failed' }
  }
}

/**
 * Renders a message into a frame that holds the mail document (see `mountMail`). The sanitiser is
 * bound to the frame's own window and its output is assigned as it is. Whatever fails on the way,
 * the text of the message is shown.
 * @throws TypeError when the frame's document is not there.
 */
export const renderMail = (frame: HTMLIFrameElement, content: MailContent, options: RenderOptions = {}): RenderedMail => {
  const window = frame.contentWindow as (Window & typeof globalThis) | null
  const document = frame.contentDocument
  if (!window || !document?.body) throw new TypeError('The mail frame has no document')
  const cleaned = tryClean(content, window, options)
  const { html, sheet, canvas, blockedImages, trackers, links, refused } = cleaned
  const { head, body } = document
  const palette = (options.palettes ?? palettes)[canvas]
  head.querySelectorAll('style').forEach((old) => old.remove())
  head.append(...[frameStyle(canvas, palette), sheet, frameGuard].map((text) => styleElement(document, text)))
  if (html === null) renderBareText(body, content)
  else body.innerHTML = html
  return { canvas, blockedImages, trackers, links, refused }
}
