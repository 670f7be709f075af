import * as v from 'valibot'

/** What a person chose, kept by the gateway, so that it follows them to another device. */
export const preferencesSchema = v.object({
  theme: v.optional(v.picklist(['system', 'light', 'dark']), 'system'),
  density: v.optional(v.picklist(['comfortable', 'compact']), 'comfortable'),
  /** BCP 47 tag, or `system` for the browser's. */
  locale: v.optional(v.pipe(v.string(), v.maxLength(35)), 'system'),
  railCollapsed: v.optional(v.boolean(), false),
  /** Lower-case addresses whose remote images are shown without asking. */
  imageSenders: v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(320))), v.maxLength(5000)), []),
})

export type Preferences = v.InferOutput<typeof preferencesSchema>
export type Theme = Preferences['theme']
export type Density = Preferences['density']

export const defaultPreferences: Preferences = v.parse(preferencesSchema, {})
