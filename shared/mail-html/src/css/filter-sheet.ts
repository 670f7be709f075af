import { limits } from '../limits.ts'
import { filterDeclarations, type Recolour } from './filter-declarations.ts'

export interface SheetOptions {
  readonly idPrefix: string
  readonly recolour?: Recolour
  /** Selectors that all sheets of the message may still have; each one that is read is counted. */
  readonly budget: { rules: number }
}

/** Ids in the document carry a prefix; selectors must say the same. */
const prefixed = (selector: string, prefix: string): string =>
  selector.replace(/#((?:[\w-]|\\.|[^\x00-\x7f])+)/g, (_, id: string) => `#${prefix}${id}`)

/** Selectors that look at all siblings or all descendants of each element: time grows with the square of the elements. */
const looksFar = /[~{}<;@]|:has|\bof\b|:nth-last|:last-of|:only-of|:nth-(?:last-)?of/i

const isPlainSelector = (selector: string): boolean =>
  selector.length <= limits.selector && !looksFar.test(selector.replace(/~=/g, '='))

/** Conditions of a media query that depend on nothing but the width of the message. */
const isPlainMedia = (media: string): boolean =>
  /^[\w\s(),:.<>=-]*$/.test(media) && !/prefers|scripting|hover|pointer|resolution|device/i.test(media)

const ruleText = (rule: CSSRule, options: SheetOptions): string => {
  const { idPrefix, recolour, budget } = options
  if (budget.rules <= 0) return ''
  if (rule.type === 1) {
    const { selectorText, style } = rule as CSSStyleRule
    budget.rules -= selectorText.split(',').length
    if (!isPlainSelector(selectorText) || budget.rules < 0) return ''
    const declarations = filterDeclarations(style, recolour)
    return declarations === '' ? '' : `${prefixed(selectorText, idPrefix)} { ${declarations} }`
  }
  if (rule.type !== 4) return ''
  budget.rules -= 1
  const { media, cssRules } = rule as CSSMediaRule
  if (media.mediaText.length > limits.selector || !isPlainMedia(media.mediaText)) return ''
  const inner = rulesText(cssRules, options)
  return inner.trim() === '' ? '' : `@media ${media.mediaText} {\n${inner}\n}`
}

const rulesText = (rules: CSSRuleList, options: SheetOptions): string => {
  const texts: string[] = []
  for (const rule of rules) {
    if (options.budget.rules <= 0) break
    const text = ruleText(rule, options)
    if (text !== '') texts.push(text)
  }
  return texts.join('\n')
}

/**
 * A stylesheet of the mail, read by the browser's parser and written again: style rules and media
 * queries by width, nothing else (no `@import`, `@font-face`, `@keyframes`). A constructed
 * stylesheet loads nothing. Without that interface the mail goes without its stylesheet.
 */
export const filterSheet = (text: string, window: Window & typeof globalThis, options: SheetOptions): string => {
  try {
    const sheet = new window.CSSStyleSheet()
    sheet.replaceSync(text)
    return rulesText(sheet.cssRules, options)
  } catch {
    return ''
  }
}
