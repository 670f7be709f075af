import { setupI18n, type I18n } from '@lingui/core'
import type { CompiledMessage } from '@lingui/message-utils/compileMessage'
import { useMemo } from 'react'
import { editions, useLocale } from './contexts.tsx'

/** ICU messages by key. */
export type Messages = Readonly<Record<string, string>>

/** A package's texts by language. English is complete; another language may lack some. */
export interface Catalogue<M extends Messages> {
  readonly en: M
  readonly [language: string]: Partial<M> & Messages
}

export type Translate<M extends Messages> = (
  key: keyof M & string,
  values?: Readonly<Record<string, unknown>>,
) => string

/** Declares a package's texts: `defineStrings({ en: { unread: '{count, plural, one {# new} other {# new}}' } })`. */
export const defineStrings = <const M extends Messages>(
  catalogue: { en: M } & Record<string, Partial<Record<keyof M, string>>>,
) => catalogue as unknown as Catalogue<M>

const instances = new WeakMap<Catalogue<Messages>, Map<string, I18n>>()

function instanceFor(catalogue: Catalogue<Messages>, locale: string): I18n {
  const byLocale = instances.get(catalogue) ?? new Map<string, I18n>()
  instances.set(catalogue, byLocale)
  const known = byLocale.get(locale)
  if (known) return known
  const language = locale.split('-')[0] ?? 'en'
  const messages = { ...catalogue.en, ...catalogue[language], ...catalogue[locale] }
  const i18n = setupI18n({ locale, messages: { [locale]: messages } })
  byLocale.set(locale, i18n)
  return i18n
}

/** Text and `{name}` only, for which no parser is needed. */
const simple = /^(?:[^{}']|\{\w+\}|'(?![{}#|']))*$/

const compileSimple = (message: string): CompiledMessage =>
  message
    .split(/\{(\w+)\}/)
    .map((part, index) => (index % 2 === 0 ? part : ([part] satisfies [string])))
    .filter((part) => part !== '')

let compileMessage: ((message: string) => CompiledMessage) | undefined

let loading = false

/** Loads the parser for a text that the build has not compiled, then renders again what uses texts. */
function loadParser(): void {
  if (loading) return
  loading = true
  import('@lingui/message-utils/compileMessage').then(
    (loaded) => {
      ;({ compileMessage } = loaded)
      editions.setState((edition) => edition + 1)
    },
    () => (loading = false),
  )
}

/**
 * Texts of a catalogue in one language, outside of React. The builds of `@atrium/configs` compile ICU messages. In one
 * that another build left as it is, `{name}` is replaced at once; plurals and formats appear when their parser is loaded.
 */
export function translator<M extends Messages>(catalogue: Catalogue<M>, locale: string): Translate<M> {
  const i18n = instanceFor(catalogue as unknown as Catalogue<Messages>, locale)
  return (key, values) => {
    const message = i18n.messages[key]
    if (typeof message === 'string') {
      const compile = simple.test(message) ? compileSimple : compileMessage
      if (!compile) {
        loadParser()
        return message.replace(/\{(\w+)\}/g, (whole, name: string) => String(values?.[name] ?? whole))
      }
      // Compiled at first use and cached: the library by itself would compile at every call.
      i18n.messages[key] = compile(message)
    }
    return i18n._(key, values)
  }
}

/**
 * The language that the texts of a catalogue really have for a locale, for `lang` (WCAG 2.2, 3.1.1): `de` for `de-AT`,
 * `en` where there is no translation.
 */
export function languageOf<M extends Messages>(catalogue: Catalogue<M>, locale: string): string {
  const language = locale.split('-')[0] ?? 'en'
  if (language === 'en' || catalogue[locale] !== undefined) return locale
  return catalogue[language] === undefined ? 'en' : language
}

/** Texts of a catalogue in the user's language: `const t = useStrings(messages)`. */
export function useStrings<M extends Messages>(catalogue: Catalogue<M>): Translate<M> {
  // The whole value, not only the locale: its identity changes when a catalogue was replaced.
  const language = useLocale()
  return useMemo(() => translator(catalogue, language.locale), [catalogue, language])
}

/**
 * Development only: replaces the texts of a catalogue in place, so that modules which hold it have the new ones, and
 * re-renders every component that uses texts.
 */
export function replaceStrings(catalogue: Catalogue<Messages>, successor: Catalogue<Messages>): void {
  for (const language of Object.keys(catalogue)) Reflect.deleteProperty(catalogue, language)
  Object.assign(catalogue, successor)
  instances.delete(catalogue)
  editions.setState((edition) => edition + 1)
}
