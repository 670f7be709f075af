import { attributeOf, findAll, hasAttribute, styleOf, textOf } from './hostile-dom.ts'

const plain = /^(?:#f{3}(?:f{3})?|white|transparent|none|initial|inherit|rgba\(0, 0, 0, 0\)|rgb\(255, 255, 255\))?$/i

const paints = (element: HTMLElement): boolean =>
  !plain.test(attributeOf(element, 'bgcolor')?.trim() ?? '') ||
  hasAttribute(element, 'background') ||
  !plain.test(styleOf(element)?.backgroundColor ?? '') ||
  !['', 'none', 'initial'].includes(styleOf(element)?.backgroundImage ?? '')

const sheetPaints = /background(?:-color|-image)?\s*:\s*(?!#f{3}\b|#f{6}\b|white|none|transparent|initial|inherit)/i

/** Whether a mail paints surfaces of its own, so that its colours only work as they are. */
export const isDesigned = (document: Document): boolean =>
  findAll(document, 'style').some((sheet) => sheetPaints.test(textOf(sheet))) ||
  findAll(document, '[bgcolor], [background], [style*="background" i]').some(paints)
