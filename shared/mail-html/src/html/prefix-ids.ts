import { attributeOf, findAll, removeAttribute, setAttribute } from './hostile-dom.ts'
import type { Verb } from './verb.ts'

/** No id of a mail can be the name of something of the document (`body`, `forms`) or of the page. */
export const prefixIds: Verb = ({ document, idPrefix }) => {
  for (const element of findAll(document, '[id]')) {
    const id = (attributeOf(element, 'id') ?? '').trim()
    if (/^[\w.:-]{1,200}$/.test(id)) setAttribute(element, 'id', `${idPrefix}${id}`)
    else removeAttribute(element, 'id')
  }
  for (const cell of findAll(document, '[headers]')) {
    const ids = (attributeOf(cell, 'headers') ?? '').split(/\s+/).filter((id) => id !== '')
    setAttribute(cell, 'headers', ids.map((id) => `${idPrefix}${id}`).join(' '))
  }
}
