import { isAllowedProperty } from './allowed-properties.ts'
import { isSafeValue } from './is-safe-value.ts'
import { isOutOfSight } from './out-of-sight.ts'

/** Changes a colour of the text, or gives it back; for dark surfaces. */
export type Recolour = (property: string, value: string) => string

const unchanged: Recolour = (_, value) => value

/**
 * Declarations as text, property by property. The browser's own parser has read them: what is
 * judged here is what it would act on, whatever escapes or comments the mail was written with.
 * What a mail moves or clips out of sight is hidden.
 */
export const filterDeclarations = (style: CSSStyleDeclaration, recolour: Recolour = unchanged): string => {
  const kept: string[] = []
  for (let index = 0; index < style.length; index += 1) {
    const property = style.item(index).toLowerCase()
    // By name first: of a hundred thousand custom properties each value is looked for among all.
    if (!isAllowedProperty(property)) continue
    const value = style.getPropertyValue(property)
    if (!isSafeValue(value)) continue
    const important = style.getPropertyPriority(property) === 'important' ? ' !important' : ''
    kept.push(`${property}: ${recolour(property, value)}${important}`)
  }
  if (isOutOfSight(style)) kept.push('display: none !important')
  return kept.join('; ')
}
