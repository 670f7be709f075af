import { filterDeclarations, type Recolour } from './filter-declarations.ts'

const mostRules = 4000

/** Ids in the document carry a prefix; selectors must say the same. */
const prefixed = (selector: string, prefix: string): string =>
  selector.replace(/#((?:[\w-]|\\.|[^\x00-\x7f])+)/g, (_, id: string) => `#${prefix}${id}`)

/** Conditions of a media query that depend on nothing but the width of the message. */
const isPlainMedia = (media: string): boolean =>
  /^[\w\s(),:.<>=-]*$/.test(media) && !/prefers|scripting|hover|pointer|resolution|device/i.test(media)

const ruleText = (rule: CSSRule, prefix: string, recolour: Recolour | undefined): string => {
  if (rule.type === 1) {
    const { selectorText, style } = rule as CSSStyleRule
    if (/[{}<;@]/.test(selectorText)) return ''
    const declarations = filterDeclarations(style, recolour)
    return declarations === '' ? '' : `${prefixed(selectorText, prefix)} { ${declarations} }`
  }
  if (rule.type !== 4) return ''
  const { media, cssRules } = rule as CSSMediaRule
  if (!isPlainMedia(media.mediaText)) return ''
  const inner = [...cssRules].map((one) => ruleText(one, prefix, recolour)).join('\n')
  return inner.trim() === '' ? '' : `@media ${media.mediaText} {\n${inner}\n}`
}

/**
 * A stylesheet of the mail, read by the browser's parser and written anew: style rules and media
 * queries by width, nothing else (no `@import`, `@font-face`, `@keyframes`). A constructed
 * stylesheet loads nothing. Without that interface the mail goes without its stylesheet.
 */
export const filterSheet = (
  text: string,
  window: Window & typeof globalThis,
  options: { readonly idPrefix: string; readonly recolour?: Recolour },
): string => {
  try {
    const sheet = new window.CSSStyleSheet()
    sheet.replaceSync(text)
    const rules = [...sheet.cssRules].slice(0, mostRules)
    return rules
      .map((rule) => ruleText(rule, options.idPrefix, options.recolour))
      .filter((rule) => rule !== '')
      .join('\n')
  } catch {
    return ''
  }
}
