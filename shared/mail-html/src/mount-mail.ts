import { followSize } from './frame/follow-size.ts'
import { listen, type MailListeners } from './frame/listen.ts'
import { createMailFrame, holdsMailDocument, mailFrameUrl } from './frame/mail-frame.ts'
import { type MailContent, type RenderedMail, renderMail, type RenderOptions } from './render-mail.ts'

export interface MountOptions extends RenderOptions, MailListeners {
  readonly content: MailContent
  /** Path prefix of the site with a slash at its end. Default: `/`. */
  readonly basePath?: string
  /** Accessible name of the frame. Default: `Message`. */
  readonly title?: string
  /** After each drawing. */
  readonly onRendered?: (mail: RenderedMail) => void
  /** The mail document did not load. */
  readonly onError?: (error: Error) => void
  /** Pixels. */
  readonly onHeight?: (height: number) => void
}

export interface MountedMail {
  /** Draws again with what has changed: images allowed, another theme, the whole body. */
  readonly update: (changes: Partial<MountOptions>) => void
  readonly destroy: () => void
  readonly blockedImages: () => number
  /** Pixels; 0 until drawn. */
  readonly height: () => number
  readonly frame: HTMLIFrameElement
}

/** A frame that was led elsewhere is brought back, but not for ever. */
const mostLoads = 4

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
    if (this.#mail) this.#draw()
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
    if (holdsMailDocument(this.frame, this.#url)) this.#draw()
    else if (this.#loads < mostLoads) this.frame.src = this.#url
    else this.#options.onError?.(new Error('The mail document did not load'))
  }

  #draw(): void {
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
