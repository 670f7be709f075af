import { append, attributeOf, bodyOf, createElement, moveChildren, setAttribute, styleOf } from './hostile-dom.ts'
import type { Verb } from './verb.ts'

/** Only what is in the body is rendered; what the body itself says of colours and direction moves inside. */
export const keepBody: Verb = ({ document }) => {
  const body = bodyOf(document)
  const inner = createElement(document, 'div')
  moveChildren(body, inner)
  const style = attributeOf(body, 'style')
  if (style !== null) setAttribute(inner, 'style', style)
  const own = styleOf(inner)
  const background = attributeOf(body, 'bgcolor')
  const text = attributeOf(body, 'text')
  if (own && background !== null) own.backgroundColor ||= background
  if (own && text !== null) own.color ||= text
  for (const name of ['dir', 'lang', 'class', 'id']) {
    const value = attributeOf(body, name)
    if (value !== null) setAttribute(inner, name, value)
  }
  append(body, inner)
}
