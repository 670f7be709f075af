import { cleanHtml, type Cleaned, type Refusal } from './clean-html.ts'
import {
  frameGuard,
  frameStyle,
  type Palette,
  palettes,
  followSize,
  listen,
  type MailListeners,
  createMailFrame,
  holdsMailDocument,
  mailFrameUrl,
} from './frame.ts'
import { textOfHtml } from './html-to-text.ts'
import type { LinkFacts } from './links.ts'
import { renderText } from './plain-text.ts'
import { beginning, limits } from './policy.ts'
import { sanitise } from './sanitize.ts'

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
  /** Remote pictures that were not loaded and can be requested. */
  readonly blockedImages: number
  /** Invisible pictures, which are never loaded. */
  readonly trackers: number
  readonly links: readonly LinkFacts[]
  /** Why only the text of the message is shown; null when all of it is. */
  readonly refused: Refusal | null
}

const proxy = (url: string): string => `/api/image?url=${encodeURIComponent(url)}`

function cleanText(text: string, window: Window & typeof globalThis, options: RenderOptions): Cleaned {
  const inert = new window.DOMParser().parseFromString('', 'text/html')
  const { root, links } = renderText(text, inert, options.quoteLabel ?? 'Show quoted text')
  const html = sanitise(root.outerHTML, window)
  const canvas = options.theme ?? 'light'
  return { html, sheet: '', canvas, blockedImages: 0, trackers: 0, links, refused: null }
}

/** A message as a string that may be rendered, without rendering it. */
export function cleanMail(
  content: MailContent,
  window: Window & typeof globalThis,
  options: RenderOptions = {},
): Cleaned {
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

function styleElement(document: Document, text: string): HTMLStyleElement {
  const element = document.createElement('style')
  // Text, not markup: nothing in it can end the element.
  element.textContent = text
  return element
}

/** The last resort, where not even the text can be sanitised: one text node, in which nothing is markup. */
function renderBareText(body: HTMLElement, { html, text }: MailContent): void {
  const block = body.ownerDocument.createElement('pre')
  block.textContent = beginning(html === undefined ? (text ?? '') : textOfHtml(html), limits.text)
  body.replaceChildren(block)
}

function tryClean(
  content: MailContent,
  window: Window & typeof globalThis,
  options: RenderOptions,
): Omit<Cleaned, 'html'> & { readonly html: string | null } {
  try {
    return cleanMail(content, window, options)
  } catch {
    return {
      html: null,
      sheet: '',
      canvas: options.theme ?? 'light',
      blockedImages: 0,
      trackers: 0,
      links: [],
      refused: 'failed',
    }
  }
}

/**
 * Renders a message into a frame that holds the mail document (see `mountMail`). The sanitiser is
 * bound to the frame's own window and its output is assigned as it is. Whatever fails on the way,
 * the text of the message is shown.
 * @throws TypeError when the frame's document is not there.
 */
export function renderMail(frame: HTMLIFrameElement, content: MailContent, options: RenderOptions = {}): RenderedMail {
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

export interface MountOptions extends RenderOptions, MailListeners {
  readonly content: MailContent
  /** Path prefix of the site with a slash at its end. Default: `/`. */
  readonly basePath?: string
  /** Accessible name of the frame. Default: `Message`. */
  readonly title?: string
  /** After each render. */
  readonly onRendered?: (mail: RenderedMail) => void
  /** The mail document did not load. */
  readonly onError?: (error: Error) => void
  /** Pixels. */
  readonly onHeight?: (height: number) => void
}

export interface MountedMail {
  /** Renders again with what has changed: images allowed, another theme, the whole body. */
  readonly update: (changes: Partial<MountOptions>) => void
  readonly destroy: () => void
  readonly blockedImages: () => number
  /** Pixels; 0 until rendered. */
  readonly height: () => number
  readonly frame: HTMLIFrameElement
}

/** Times that a frame that was led elsewhere is brought back. Beyond it: the message fails to load, with an error. */
const maxLoads = 4

/**
 * Shows a message in a box that is as high as the message and never wider than its container.
 * Two walls stand around it: the sanitiser, and a frame without scripts under a policy of its own.
 */
export const mountMail = (container: HTMLElement, options: MountOptions): MountedMail => new Mount(container, options)

class Mount implements MountedMail {
  readonly frame: HTMLIFrameElement
  readonly #url: string
  #options: MountOptions
  #mail: RenderedMail | null = null
  #height = 0
  #loads = 0
  #release: () => void = () => undefined

  constructor(container: HTMLElement, options: MountOptions) {
    this.#options = options
    this.#url = mailFrameUrl(options.basePath ?? '/')
    this.frame = createMailFrame(container.ownerDocument, options.title ?? 'Message')
    this.frame.addEventListener('load', this.#onLoad)
    this.frame.src = this.#url
    container.append(this.frame)
  }

  readonly update = (changes: Partial<MountOptions>): void => {
    this.#options = { ...this.#options, ...changes }
    if (this.#options.title !== undefined) this.frame.title = this.#options.title
    if (this.#mail) this.#render()
  }

  readonly destroy = (): void => {
    this.#release()
    this.frame.removeEventListener('load', this.#onLoad)
    this.frame.remove()
  }

  readonly blockedImages = (): number => this.#mail?.blockedImages ?? 0

  readonly height = (): number => this.#height

  readonly #onLoad = (): void => {
    this.#loads += 1
    if (holdsMailDocument(this.frame, this.#url)) this.#render()
    else if (this.#loads < maxLoads) this.frame.src = this.#url
    else this.#options.onError?.(new Error('The mail document did not load'))
  }

  #render(): void {
    const document = this.frame.contentDocument
    if (!document || !holdsMailDocument(this.frame, this.#url)) return
    this.#release()
    this.#mail = renderMail(this.frame, this.#options.content, this.#options)
    const stopListening = listen(document, () => this.#mail?.links ?? [], this.#options)
    const stopFollowing = followSize(this.frame, (height) => {
      this.#height = height
      this.#options.onHeight?.(height)
    })
    this.#release = () => {
      stopListening()
      stopFollowing()
    }
    this.#options.onRendered?.(this.#mail)
  }
}
