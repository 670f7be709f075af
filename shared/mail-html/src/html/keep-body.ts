import type { Verb } from './verb.ts'

/** Only what is in the body is drawn; what the body itself says of colours and direction moves inside. */
export const keepBody: Verb = ({ document }) => {
  const { body } = document
  const inner = document.createElement('div')
  inner.append(...body.childNodes)
  const style = body.getAttribute('style')
  if (style !== null) inner.setAttribute('style', style)
  const background = body.getAttribute('bgcolor')
  const text = body.getAttribute('text')
  if (background !== null) inner.style.backgroundColor ||= background
  if (text !== null) inner.style.color ||= text
  for (const name of ['dir', 'lang', 'class', 'id']) {
    const value = body.getAttribute(name)
    if (value !== null) inner.setAttribute(name, value)
  }
  body.append(inner)
}
