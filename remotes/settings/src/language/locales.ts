/** Languages and regions to choose formats from. What each looks like, the browser knows. */
export const locales = [
  'en-US', 'en-GB', 'en-AU', 'en-CA', 'en-IN', 'ar', 'bg', 'ca', 'cs', 'da', 'de-DE', 'de-AT', 'de-CH', 'el', 'es-ES', 'es-MX',
  'et', 'fa', 'fi', 'fr-FR', 'fr-CA', 'fr-CH', 'he', 'hi', 'hr', 'hu', 'id', 'it', 'ja', 'ko', 'lt', 'lv', 'nb', 'nl-NL', 'nl-BE',
  'pl', 'pt-BR', 'pt-PT', 'ro', 'ru', 'sk', 'sl', 'sr', 'sv', 'th', 'tr', 'uk', 'ur', 'vi', 'zh-CN', 'zh-TW',
] as const

/** `Deutsch (Österreich)`: each in its own words, as a person looks for it. */
export const localeName = (locale: string): string => {
  try {
    const name = new Intl.DisplayNames([locale], { type: 'language' }).of(locale) ?? locale
    return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1)
  } catch {
    // A tag that an operator or another program has written.
    return locale
  }
}

/** In order of their names, whatever their script. */
export const namedLocales = (): readonly { readonly locale: string; readonly name: string }[] =>
  locales.map((locale) => ({ locale, name: localeName(locale) })).sort((one, other) => one.name.localeCompare(other.name))
