import { filterDeclarations } from '../css/filter-declarations.ts'
import { filterSheet } from '../css/filter-sheet.ts'
import type { Verb } from './verb.ts'

const colour = /^(?:#[0-9a-f]{3,8}|[a-z]{3,20})$/i

/** Style attributes property by property; style elements become rules for the frame's head. */
export const filterStyles: Verb = (work) => {
  const { document, window, idPrefix, recolour } = work
  const sheets = [...document.querySelectorAll('style')]
  const options = { idPrefix, ...(recolour ? { recolour } : {}) }
  work.sheet = sheets.map((sheet) => filterSheet(sheet.textContent ?? '', window, options)).join('\n')
  for (const sheet of sheets) sheet.remove()

  for (const element of document.querySelectorAll<HTMLElement>('[style]')) {
    const style = element.style === undefined ? '' : filterDeclarations(element.style, recolour)
    if (style === '') element.removeAttribute('style')
    else element.setAttribute('style', style)
  }
  for (const name of ['color', 'bgcolor']) {
    for (const element of document.querySelectorAll(`[${name}]`)) {
      const value = element.getAttribute(name)?.trim() ?? ''
      if (!colour.test(value) || (name === 'bgcolor' && recolour)) element.removeAttribute(name)
      else if (name === 'color' && recolour) element.setAttribute(name, recolour('color', value))
    }
  }
}
