import { createInk } from '../css/recolour.ts'
import type { Verb } from './verb.ts'

/** A dark surface that says nothing of its text would have ours, which is dark as well. */
export const inkSurfaces: Verb = ({ document, window, recolour }) => {
  if (recolour) return
  const inkOn = createInk(window.document)
  const known = new Map<string, string | null>()
  for (const element of document.querySelectorAll<HTMLElement>('[style*="background-color"], [bgcolor]')) {
    if (element.style.color !== '' || element.hasAttribute('color')) continue
    const surface = element.style.backgroundColor || element.getAttribute('bgcolor') || ''
    const ink = known.get(surface) ?? inkOn(surface)
    known.set(surface, ink)
    if (ink !== null) element.setAttribute('style', `${element.getAttribute('style') ?? ''}; color: ${ink}`.replace(/^; /, ''))
  }
}
