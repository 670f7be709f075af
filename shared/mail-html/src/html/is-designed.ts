const plain = /^(?:#f{3}(?:f{3})?|white|transparent|none|initial|inherit|rgba\(0, 0, 0, 0\)|rgb\(255, 255, 255\))?$/i

const paints = (element: HTMLElement): boolean =>
  !plain.test(element.getAttribute('bgcolor')?.trim() ?? '') ||
  element.hasAttribute('background') ||
  !plain.test(element.style?.backgroundColor ?? '') ||
  !['', 'none', 'initial'].includes(element.style?.backgroundImage ?? '')

const sheetPaints = /background(?:-color|-image)?\s*:\s*(?!#f{3}\b|#f{6}\b|white|none|transparent|initial|inherit)/i

/** Whether a mail paints surfaces of its own, so that its colours only work as they are. */
export const isDesigned = (document: Document): boolean =>
  [...document.querySelectorAll('style')].some((sheet) => sheetPaints.test(sheet.textContent ?? '')) ||
  [...document.querySelectorAll<HTMLElement>('[bgcolor], [background], [style*="background" i]')].some(paints)
