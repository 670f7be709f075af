import { allowedAttributes } from './allowed.ts'
import type { Verb } from './verb.ts'

const kept = new Set(allowedAttributes)

/** A cell over a thousand columns makes a table that takes minutes to lay out; nobody needs more than these. */
const mostSpanned: readonly (readonly [string, number])[] = [
  ['colspan', 50],
  ['rowspan', 200],
  ['span', 50],
]

/** Attributes by name: handlers, `srcset`, `background`, `ping`, `name` and whatever comes next are not on the list. */
export const keepAttributes: Verb = ({ document }) => {
  for (const element of document.querySelectorAll('*')) {
    for (const { name } of [...element.attributes]) if (!kept.has(name)) element.removeAttribute(name)
  }
  for (const [name, most] of mostSpanned) {
    for (const element of document.querySelectorAll(`[${name}]`))
      if (!(Number(element.getAttribute(name)) <= most)) element.setAttribute(name, String(most))
  }
}
