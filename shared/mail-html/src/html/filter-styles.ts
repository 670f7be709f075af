import { filterDeclarations } from '../css/filter-declarations.ts'
import { filterSheet } from '../css/filter-sheet.ts'
import { limits } from '../limits.ts'
import { attributeOf, findAll, parentOf, remove, removeAttribute, setAttribute, styleOf, textOf } from './hostile-dom.ts'
import type { Verb } from './verb.ts'

const colour = /^(?:#[0-9a-f]{3,8}|[a-z]{3,20})$/i

/** What `hidden` does, as a style that the frame keeps. */
const hidden = 'display: none !important'

const ancestorsOfAll = (document: Document): number => {
  const depths = new Map<Node | null, number>()
  let sum = 1
  for (const element of findAll(document, '*')) {
    const depth = (depths.get(parentOf(element)) ?? 0) + 1
    depths.set(element, depth)
    sum += depth
  }
  return sum
}

/** Style attributes property by property; style elements become rules for the frame's head. */
export const filterStyles: Verb = (work) => {
  const { document, window, idPrefix, recolour } = work
  const sheets = findAll(document, 'style')
  const budget = { rules: Math.min(limits.rules, Math.floor(limits.matches / ancestorsOfAll(document))) }
  const options = { idPrefix, budget, ...(recolour ? { recolour } : {}) }
  work.sheet = sheets.map((sheet) => filterSheet(textOf(sheet), window, options)).join('\n')
  for (const sheet of sheets) remove(sheet)

  for (const element of findAll(document, '[style], [hidden]')) {
    const declarations = styleOf(element)
    const style = declarations === null ? '' : filterDeclarations(declarations, recolour)
    const whole = [style, attributeOf(element, 'hidden') === null ? '' : hidden].filter((part) => part !== '').join('; ')
    if (whole === '') removeAttribute(element, 'style')
    else setAttribute(element, 'style', whole)
  }
  for (const name of ['color', 'bgcolor']) {
    for (const element of findAll(document, `[${name}]`)) {
      const value = attributeOf(element, name)?.trim() ?? ''
      if (!colour.test(value) || (name === 'bgcolor' && recolour)) removeAttribute(element, name)
      else if (name === 'color' && recolour) setAttribute(element, name, recolour('color', value))
    }
  }
}
