import { limits } from '../limits.ts'
import { allowedAttributes } from './allowed.ts'
import { attributeNames, attributeOf, createElement, findAll, insertBefore, localName, moveChildren, remove, removeAttribute, setAttribute } from './hostile-dom.ts'
import type { Verb } from './verb.ts'

const kept = new Set(allowedAttributes)

/** A cell over a thousand columns makes a table that takes minutes to lay out; no layout needs more than these. */
const mostSpanned: readonly (readonly [string, number])[] = [
  ['colspan', 50],
  ['rowspan', 200],
  ['span', 50],
]

/** The same element with the attributes on the list: to remove a hundred thousand others, each is looked for among all. */
const replace = (document: Document, element: Element): void => {
  const copy = createElement(document, localName(element))
  for (const name of allowedAttributes) {
    const value = attributeOf(element, name)
    if (value !== null) setAttribute(copy, name, value)
  }
  moveChildren(element, copy)
  insertBefore(copy, element)
  remove(element)
}

/** Attributes by name: handlers, `srcset`, `background`, `ping`, `name` and whatever comes next are not on the list. */
export const keepAttributes: Verb = ({ document }) => {
  for (const element of findAll(document, 'body *')) {
    const names = attributeNames(element)
    if (names.length > limits.attributes) replace(document, element)
    else for (const name of names) if (!kept.has(name)) removeAttribute(element, name)
  }
  for (const [name, most] of mostSpanned) {
    for (const element of findAll(document, `[${name}]`))
      if (!(Number(attributeOf(element, name)) <= most)) setAttribute(element, name, String(most))
  }
}
