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
export const mountMail = (container: HTMLElement, given: MountOptions): MountedMail => {
  let options = given
  let mail: RenderedMail | null = null
  let height = 0
  let loads = 0
  let release = (): void => undefined
  const url = mailFrameUrl(given.basePath ?? '/')
  const frame = createMailFrame(container.ownerDocument, given.title ?? 'Message')

  const draw = (): void => {
    const document = frame.contentDocument
    if (!document || !holdsMailDocument(frame, url)) return
    release()
    mail = renderMail(frame, options.content, options)
    const stopListening = listen(document, () => mail?.links ?? [], options)
    const stopFollowing = followSize(frame, (next) => {
      height = next
      options.onHeight?.(next)
    })
    release = () => {
      stopListening()
      stopFollowing()
    }
    options.onRendered?.(mail)
  }

  const onLoad = (): void => {
    loads += 1
    if (holdsMailDocument(frame, url)) draw()
    else if (loads < mostLoads) frame.src = url
    else options.onError?.(new Error('The mail document did not load'))
  }

  frame.addEventListener('load', onLoad)
  frame.src = url
  container.append(frame)

  return {
    update: (changes) => {
      options = { ...options, ...changes }
      if (mail) draw()
    },
    destroy: () => {
      release()
      frame.removeEventListener('load', onLoad)
      frame.remove()
    },
    blockedImages: () => mail?.blockedImages ?? 0,
    height: () => height,
    frame,
  }
}
