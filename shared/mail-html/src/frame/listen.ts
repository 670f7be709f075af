import { markAttribute } from '../html/allowed.ts'
import type { LinkFacts } from '../links/link-facts.ts'
import { type MailtoRequest, parseMailto } from '../links/parse-mailto.ts'

export interface MailListeners {
  /** A `mailto:` link was followed. Default: nothing happens. */
  readonly onMailto?: (request: MailtoRequest) => void
  /** The pointer or the focus is on a link; null when it has left. Show `readable` beside its warnings. */
  readonly onLinkShown?: (link: LinkFacts | null) => void
  /** A link with warnings was followed and is held back; open it yourself when the person wants it. Default: it opens. */
  readonly onWarning?: (link: LinkFacts) => void
  /** Keys pressed while the focus is in the message, which the page would not hear. */
  readonly onKey?: (event: KeyboardEvent) => void
}

const linkOf = (event: Event, links: readonly LinkFacts[]): LinkFacts | undefined => {
  const target = event.target as Element | null
  const mark = target?.closest?.('a')?.getAttribute(markAttribute) ?? ''
  const index = /^link-(\d+)$/.exec(mark)?.[1]
  return index === undefined ? undefined : links[Number(index)]
}

/** Listens from outside: the frame runs nothing itself. @returns what ends it. */
export const listen = (document: Document, links: () => readonly LinkFacts[], listeners: MailListeners): (() => void) => {
  const onFollow = (event: Event): void => {
    const link = linkOf(event, links())
    if (link?.kind === 'mail') {
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
