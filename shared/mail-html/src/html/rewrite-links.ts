import { linkFacts } from '../links/link-facts.ts'
import { limits } from '../limits.ts'
import { markAttribute } from './allowed.ts'
import { attributeOf, findAll, localName, removeAttribute, setAttribute, textOf } from './hostile-dom.ts'
import type { Verb, Work } from './verb.ts'

const inside = (anchor: Element, href: string, work: Work): void => {
  const target = `#${work.idPrefix}${href.slice(1)}`
  work.issued.add(target)
  setAttribute(anchor, 'href', target)
}

/** What a person reads as the link: its text, and what stands in the place of its pictures or appears beside the pointer. */
const wordsOf = (anchor: Element): string =>
  [
    textOf(anchor),
    ...findAll(anchor, '[alt], [title]').flatMap((element) => [attributeOf(element, 'alt'), attributeOf(element, 'title')]),
  ]
    .filter((text) => text !== null)
    .join(' ')

/** @returns how many characters were read to judge it. */
const rewrite = (anchor: Element, href: string, work: Work): number => {
  const words = wordsOf(anchor)
  const facts = linkFacts(href, words.slice(0, limits.linkText))
  if (!facts) return words.length
  work.issued.add(facts.href)
  setAttribute(anchor, 'href', facts.href)
  setAttribute(anchor, 'title', facts.readable)
  setAttribute(anchor, 'rel', 'noopener noreferrer')
  setAttribute(anchor, 'target', '_blank')
  setAttribute(anchor, markAttribute, `link-${work.links.length}`)
  work.links.push(facts)
  return words.length
}

/**
 * Links open a new window that knows nothing of this one, and say where they lead. A message with
 * more links, or more text in them, than can be judged keeps the rest as text.
 */
export const rewriteLinks: Verb = (work) => {
  let read = 0
  let tried = 0
  for (const element of findAll(work.document, '[href], a')) {
    const href = attributeOf(element, 'href') ?? ''
    removeAttribute(element, 'href')
    if (localName(element) !== 'a') continue
    for (const name of ['target', 'rel', 'title']) removeAttribute(element, name)
    if (/^\s*#[\w.:-]{1,200}\s*$/.test(href)) inside(element, href.trim(), work)
    else if (href !== '' && (tried += 1) <= limits.links && read < limits.linkText) read += rewrite(element, href, work)
  }
}
