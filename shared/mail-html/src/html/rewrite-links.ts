import { linkFacts } from '../links/link-facts.ts'
import { markAttribute } from './allowed.ts'
import type { Verb, Work } from './verb.ts'

const inside = (anchor: Element, href: string, work: Work): void => {
  const target = `#${work.idPrefix}${href.slice(1)}`
  work.issued.add(target)
  anchor.setAttribute('href', target)
}

const rewrite = (anchor: Element, work: Work): void => {
  const href = anchor.getAttribute('href') ?? ''
  for (const name of ['href', 'target', 'rel', 'title']) anchor.removeAttribute(name)
  if (/^\s*#[\w.:-]+\s*$/.test(href)) return inside(anchor, href.trim(), work)
  const facts = linkFacts(href, anchor.textContent ?? '')
  if (!facts) return
  work.issued.add(facts.href)
  anchor.setAttribute('href', facts.href)
  anchor.setAttribute('title', facts.readable)
  anchor.setAttribute('rel', 'noopener noreferrer')
  anchor.setAttribute('target', '_blank')
  anchor.setAttribute(markAttribute, `link-${work.links.length}`)
  work.links.push(facts)
}

/** Links open a new window that knows nothing of this one, and say where they lead. */
export const rewriteLinks: Verb = (work) => {
  for (const element of work.document.querySelectorAll('[href], a')) {
    if (element.localName === 'a') rewrite(element, work)
    else element.removeAttribute('href')
  }
}
