import { allowedAttributes } from './allowed.ts'
import type { Verb } from './verb.ts'

const kept = new Set(allowedAttributes)

/** Attributes by name: handlers, `srcset`, `background`, `ping`, `name` and whatever comes next are not on the list. */
export const keepAttributes: Verb = ({ document }) => {
  for (const element of document.querySelectorAll('*')) {
    for (const { name } of [...element.attributes]) if (!kept.has(name)) element.removeAttribute(name)
  }
}
