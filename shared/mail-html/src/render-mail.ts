import { cleanHtml, type Cleaned } from './html/clean-html.ts'
import { sanitise } from './html/sanitise.ts'
import { frameGuard, frameStyle, type Palette, palettes } from './frame/frame-style.ts'
import type { LinkFacts } from './links/link-facts.ts'
import { renderText } from './text/render-text.ts'

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
  /** The message was made to deceive the sanitiser; only its text is shown. */
  readonly refused: boolean
}

const proxy = (url: string): string => `/api/image?url=${encodeURIComponent(url)}`

const cleanText = (text: string, window: Window & typeof globalThis, options: RenderOptions): Cleaned => {
  const inert = new window.DOMParser().parseFromString('', 'text/html')
  const { root, links } = renderText(text, inert, options.quoteLabel ?? 'Show quoted text')
  const html = sanitise(root.outerHTML, window)
  const canvas = options.theme ?? 'light'
  return { html, sheet: '', canvas, blockedImages: 0, trackers: 0, links, refused: false }
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

/**
 * Draws a message into a frame that holds the mail document (see `mountMail`). The sanitiser is
 * bound to the frame's own window and its output is assigned as it is.
 * @throws TypeError when the frame's document is not there.
 */
export const renderMail = (frame: HTMLIFrameElement, content: MailContent, options: RenderOptions = {}): RenderedMail => {
  const window = frame.contentWindow as (Window & typeof globalThis) | null
  const document = frame.contentDocument
  if (!window || !document?.body) throw new TypeError('The mail frame has no document')
  const { head, body } = document
  const { html, sheet, canvas, blockedImages, trackers, links, refused } = cleanMail(content, window, options)
  const palette = (options.palettes ?? palettes)[canvas]
  head.querySelectorAll('style').forEach((old) => old.remove())
  head.append(...[frameStyle(canvas, palette), sheet, frameGuard].map((text) => styleElement(document, text)))
  body.innerHTML = html
  return { canvas, blockedImages, trackers, links, refused }
}
