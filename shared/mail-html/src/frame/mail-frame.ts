import { paths } from '@atrium/protocol'

/** Popups open links in ordinary tabs. `allow-scripts` is not here and must never be. */
export const sandbox = 'allow-same-origin allow-popups allow-popups-to-escape-sandbox'

/** An iframe for the mail document, not yet loading. */
export const createMailFrame = (document: Document, title: string): HTMLIFrameElement => {
  const frame = document.createElement('iframe')
  frame.setAttribute('sandbox', sandbox)
  frame.setAttribute('referrerpolicy', 'no-referrer')
  frame.setAttribute('scrolling', 'auto')
  frame.title = title
  Object.assign(frame.style, { display: 'block', border: '0', inlineSize: '100%', blockSize: '0' })
  return frame
}

export const mailFrameUrl = (basePath: string): string => `${basePath.replace(/\/$/, '')}${paths.mailFrame}`

/** Whether the frame holds our document, and not an error page or a place it was led to. */
export const holdsMailDocument = (frame: HTMLIFrameElement, url: string): boolean => {
  try {
    const { location } = frame.contentWindow ?? {}
    return location !== undefined && location.origin === globalThis.location.origin && location.pathname === new URL(url, globalThis.location.href).pathname
  } catch {
    return false
  }
}
