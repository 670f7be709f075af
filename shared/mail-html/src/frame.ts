import { mailPaths } from '@atrium/mail-contracts'
import { type LinkFacts, type MailtoRequest, parseMailto } from './links.ts'
import { markAttribute } from './policy.ts'

/** Popups open links in ordinary tabs. `allow-scripts` is not here and must never be. */
export const frameSandbox = 'allow-same-origin allow-popups allow-popups-to-escape-sandbox'

/** An iframe for the mail document, not yet loading. */
export function createMailFrame(document: Document, title: string): HTMLIFrameElement {
  const frame = document.createElement('iframe')
  frame.setAttribute('sandbox', frameSandbox)
  frame.setAttribute('referrerpolicy', 'no-referrer')
  frame.setAttribute('scrolling', 'auto')
  frame.title = title
  Object.assign(frame.style, { display: 'block', border: '0', inlineSize: '100%', blockSize: '0' })
  return frame
}

export const mailFrameUrl = (basePath: string): string => `${basePath.replace(/\/$/, '')}${mailPaths.mailFrame}`

/** Whether the frame holds our document, and not an error page or a place it was led to. */
export function holdsMailDocument(frame: HTMLIFrameElement, url: string): boolean {
  try {
    const { location } = frame.contentWindow ?? {}
    return (
      location !== undefined &&
      location.origin === globalThis.location.origin &&
      location.pathname === new URL(url, globalThis.location.href).pathname
    )
  } catch {
    return false
  }
}

/** Colours of the page around a message; any CSS colour. */
export interface Palette {
  readonly ink: string
  readonly muted: string
  readonly link: string
  readonly line: string
  readonly surface: string
}

export const palettes: Readonly<Record<'light' | 'dark', Palette>> = {
  light: { ink: '#1c1e21', muted: '#5f6670', link: '#1f5fbf', line: '#d8dce2', surface: '#ffffff' },
  dark: { ink: '#e4e6ea', muted: '#9aa2ad', link: '#8ab4f8', line: '#3a3f47', surface: '#1b1d21' },
}

/**
 * The frame's own rules. They stand before the mail's, so that a mail may differ, but for what would
 * break the measuring of its height.
 */
export const frameStyle = (canvas: 'light' | 'dark', palette: Palette): string => `
:root { color-scheme: ${canvas}; background: ${palette.surface}; overflow-x: auto; overflow-y: hidden }
body { margin: 0; padding: 0; font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; color: ${palette.ink}; overflow-wrap: break-word }
a { color: ${palette.link} }
img { max-width: 100% }
img:not([data-atrium="blocked"]) { height: auto }
table { max-width: none }
pre { white-space: pre-wrap; unicode-bidi: plaintext }
blockquote { margin: 0 0 0 .5em; padding: 0 0 0 .75em; border-inline-start: 2px solid ${palette.line} }
hr { border: 0; border-block-start: 1px solid ${palette.line} }
[data-atrium="text"] p { white-space: pre-wrap; unicode-bidi: plaintext; text-align: start; margin: 0 0 1em }
[data-atrium="text"] blockquote, [data-atrium="signature"] { color: ${palette.muted} }
[data-atrium="blocked"] { display: inline-block; overflow: hidden; border: 1px dashed ${palette.line}; color: ${palette.muted}; font-size: 12px; min-inline-size: 1em; min-block-size: 1em }
[data-atrium="quote"] > summary { display: inline-block; list-style: none; cursor: pointer; padding: 0 .6em; margin-block: .25em; border: 1px solid ${palette.line}; border-radius: 6px; color: ${palette.muted}; line-height: 1.2 }
[data-atrium="quote"] > summary::-webkit-details-marker { display: none }
`

/**
 * After the mail's own rules. A message that is wider than its frame is laid out again in the width there is: nothing
 * is made smaller, and what still is wider (a table of many columns) scrolls sideways within the frame.
 */
export const frameGuard = `
html, body, [data-atrium="body"] { height: auto !important; min-height: 0 !important; max-height: none !important; position: static !important }
html { width: auto !important }
body { display: flow-root !important }
[data-atrium="body"] { overflow: visible !important }
[data-atrium="narrow"] body * { text-wrap-mode: wrap !important }
[data-atrium="narrow"] [style*="nowrap"] { white-space: normal !important }
[data-atrium="narrow"] :is(div, p, table, section, article, main, header, footer, center, blockquote, ul, ol, figure) { min-width: 0 !important; max-width: 100% !important; box-sizing: border-box }
[data-atrium="narrow"] :is(div, section, article, main, header, footer, center, td, th) { width: auto !important }
[data-atrium="narrow"] :is(td, th) { min-width: 0 !important }
[data-atrium="narrow"] table { table-layout: auto !important }
[data-atrium="narrow"] table:not([width$="%"], [style*="width: 100%"]) { width: auto !important }
`

/**
 * Pixels of the height of a message; browsers lay out no more than some 17 million. Beyond it: it scrolls within
 * its frame.
 */
const highest = 16_000_000
/**
 * Times that a frame grows with its content, whose size may depend on the frame. Beyond it: it scrolls within its
 * frame.
 */
const maxGrowths = 400

/**
 * Keeps a frame as high as its content, and content as wide as the frame, from outside: no script
 * runs in the frame. @returns what ends it.
 */
export function followSize(frame: HTMLIFrameElement, onHeight: (height: number) => void): () => void {
  const document = frame.contentDocument
  const root = document?.documentElement
  const body = document?.body
  if (!root || !body) return () => undefined
  let height = 0
  let growths = 0
  let width = 0

  const fit = (): void => {
    if (frame.clientWidth !== width) {
      width = frame.clientWidth
      growths = 0
      root.removeAttribute(markAttribute)
    }
    // Also later: a picture that has come may be wider than the frame.
    if (!root.hasAttribute(markAttribute) && root.scrollWidth > width) root.setAttribute(markAttribute, 'narrow')
  }

  const measure = (): void => {
    fit()
    const whole = Math.ceil(root.getBoundingClientRect().height)
    const scrollbar = root.scrollWidth > root.clientWidth ? 16 : 0
    const next = Math.min(highest, whole) + scrollbar
    const isGrowing = next > height && (growths += 1) > maxGrowths
    root.style.overflowY = isGrowing || whole > highest ? 'auto' : ''
    if (next === height || isGrowing) return
    height = next
    frame.style.blockSize = `${height}px`
    onHeight(height)
  }

  const observer = new ResizeObserver(measure)
  observer.observe(body)
  observer.observe(frame)
  measure()
  return () => observer.disconnect()
}

export interface MailListeners {
  /** A `mailto:` link was followed. Default: nothing happens. */
  readonly onMailto?: (request: MailtoRequest) => void
  /** A `tel:` link was followed. Default: nothing happens. */
  readonly onPhone?: (link: LinkFacts) => void
  /** The pointer or the focus is on a link; null when it has left. Show `readable` beside its warnings. */
  readonly onLinkShown?: (link: LinkFacts | null) => void
  /** A link with warnings was followed and is held back; open it yourself when the person wants it. Default: it opens. */
  readonly onWarning?: (link: LinkFacts) => void
  /** Keys pressed while the focus is in the message, which the page would not hear. */
  readonly onKey?: (event: KeyboardEvent) => void
}

function linkOf(event: Event, links: readonly LinkFacts[]): LinkFacts | undefined {
  const target = event.target as Element | null
  const mark = target?.closest?.('a')?.getAttribute(markAttribute) ?? ''
  const index = /^link-(\d+)$/.exec(mark)?.[1]
  return index === undefined ? undefined : links[Number(index)]
}

/** A link within the message scrolls there, without an entry in the history of the page. */
function scrollToTarget(event: Event, document: Document): boolean {
  const href = (event.target as Element | null)?.closest?.('a')?.getAttribute('href')
  if (!href?.startsWith('#')) return false
  event.preventDefault()
  document.getElementById(href.slice(1))?.scrollIntoView({ block: 'start' })
  return true
}

/** Listens from outside: the frame runs nothing itself. @returns what ends it. */
export function listen(document: Document, links: () => readonly LinkFacts[], listeners: MailListeners): () => void {
  const onFollow = (event: Event): void => {
    if (scrollToTarget(event, document)) return
    const link = linkOf(event, links())
    if (link?.kind === 'phone') {
      // The page hands it to the telephone and stays; from the frame it would be a new empty tab.
      event.preventDefault()
      listeners.onPhone?.(link)
    } else if (link?.kind === 'mail') {
      event.preventDefault()
      listeners.onMailto?.(parseMailto(link.href))
    } else if (link && link.warnings.length > 0 && listeners.onWarning) {
      event.preventDefault()
      listeners.onWarning(link)
    }
  }
  const onShow = (event: Event): void => {
    const link = linkOf(event, links())
    if (link) listeners.onLinkShown?.(link)
  }
  const onHide = (event: Event): void => {
    if (linkOf(event, links())) listeners.onLinkShown?.(null)
  }
  const onKey = (event: KeyboardEvent): void => listeners.onKey?.(event)
  const wanted: readonly (readonly [string, (event: never) => void])[] = [
    ['click', onFollow],
    ['auxclick', onFollow],
    ['mouseover', onShow],
    ['focusin', onShow],
    ['mouseout', onHide],
    ['focusout', onHide],
    ['keydown', onKey],
  ]
  for (const [type, listener] of wanted) document.addEventListener(type, listener as EventListener)
  return () => {
    for (const [type, listener] of wanted) document.removeEventListener(type, listener as EventListener)
  }
}
