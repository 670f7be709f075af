/** Longhands by name; a name that ends in `-` stands for all that begin so. */
const allowed: readonly string[] = [
  ...['color', 'background-color', 'opacity', 'visibility', 'display', 'box-sizing', 'direction', 'cursor'],
  ...['font-family', 'font-size', 'font-size-adjust', 'font-stretch', 'font-style', 'font-variant', 'font-weight'],
  ...['font-kerning', 'line-height', 'letter-spacing', 'word-spacing', 'word-break', 'word-wrap', 'overflow-wrap'],
  ...['text-align', 'text-align-last', 'text-decoration', 'text-decoration-', 'text-indent', 'text-transform'],
  ...['text-overflow', 'text-wrap-mode', 'text-wrap-style', 'white-space', 'white-space-collapse', 'hyphens', 'tab-size', 'vertical-align'],
  ...['margin', 'margin-', 'padding', 'padding-', 'border', 'border-'],
  ...['width', 'height', 'min-width', 'min-height', 'max-width', 'max-height', 'aspect-ratio', 'object-fit'],
  ...['overflow', 'overflow-x', 'overflow-y', 'float', 'clear', 'table-layout', 'caption-side', 'empty-cells'],
  ...['list-style', 'list-style-type', 'list-style-position', 'quotes'],
  ...['flex', 'flex-', 'align-', 'justify-', 'place-', 'order', 'gap', 'row-gap', 'column-gap'],
  ...['column-count', 'column-width'],
]

/** Begins as an allowed one does, and loads something. */
const refused = new Set(['border-image', 'border-image-source', 'list-style-image'])

const names = new Set(allowed.filter((name) => !name.endsWith('-')))
const prefixes = allowed.filter((name) => name.endsWith('-'))

/**
 * Whether a mail may set the property. Nothing that loads (images, fonts), moves out of its place
 * (`position`, `transform`, `z-index`), moves by itself, or reaches beyond its box.
 */
export const isAllowedProperty = (name: string): boolean =>
  !refused.has(name) && (names.has(name) || prefixes.some((prefix) => name.startsWith(prefix)))
