import { createInk } from '../css/recolour.ts'
import { limits } from '../limits.ts'
import { attributeOf, findAll, hasAttribute, setAttribute, styleOf } from './hostile-dom.ts'
import type { Verb } from './verb.ts'

/** A dark surface that says nothing of its text would have ours, which is dark as well. */
export const inkSurfaces: Verb = ({ document, window, recolour }) => {
  if (recolour) return
  const inkOn = createInk(window.document)
  const known = new Map<string, string | null>()
  for (const element of findAll(document, '[style*="background-color"], [bgcolor]')) {
    const style = styleOf(element)
    if (!style || style.color !== '' || hasAttribute(element, 'color')) continue
    const surface = style.backgroundColor || attributeOf(element, 'bgcolor') || ''
    if (!known.has(surface)) known.set(surface, known.size < limits.colours ? inkOn(surface) : null)
    const ink = known.get(surface) ?? null
    if (ink !== null) setAttribute(element, 'style', `${attributeOf(element, 'style') ?? ''}; color: ${ink}`.replace(/^; /, ''))
  }
}
