import type { Verb } from './verb.ts'

/** No id of a mail can be the name of something of the document (`body`, `forms`) or of the page. */
export const prefixIds: Verb = ({ document, idPrefix }) => {
  for (const element of document.querySelectorAll('[id]')) {
    const id = element.id.trim()
    if (/^[\w.:-]{1,200}$/.test(id)) element.id = `${idPrefix}${id}`
    else element.removeAttribute('id')
  }
  for (const cell of document.querySelectorAll('[headers]')) {
    const ids = (cell.getAttribute('headers') ?? '').split(/\s+/).filter((id) => id !== '')
    cell.setAttribute('headers', ids.map((id) => `${idPrefix}${id}`).join(' '))
  }
}
