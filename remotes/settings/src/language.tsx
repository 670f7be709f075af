import { useLocale, useStrings, useSession } from '@atrium/remote'
import { Select } from '@atrium/ui'
import { useMemo, type ReactNode } from 'react'
import { useSavePreferences } from './actions.ts'
import styles from './language.module.css'
import { strings } from './strings.ts'

const sampleDate = new Date(2026, 2, 28, 17, 45)

/** Region formats of dates and numbers. The texts are in English only, and the page says so. */
export function Language(): ReactNode {
  const t = useStrings(strings)
  const { locale, direction } = useLocale()
  const { preferences } = useSession()
  const savePreferences = useSavePreferences()
  const options = useMemo(localeOptions, [])
  const listed = preferences.locale === 'system' || locales.some((one) => one === preferences.locale)
  const samples = [
    [t('sampleDate'), new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' }).format(sampleDate)],
    [t('sampleNumber'), new Intl.NumberFormat(locale).format(1234567.89)],
    [t('sampleSize'), new Intl.NumberFormat(locale, { style: 'unit', unit: 'megabyte' }).format(4.2)],
    [t('sampleDirection'), t(direction === 'rtl' ? 'rightToLeft' : 'leftToRight')],
  ]
  return (
    <>
      <div className={styles.field}>
        <Select
          label={t('formats')}
          value={preferences.locale}
          onChange={(event) => void savePreferences({ locale: event.target.value })}
        >
          <option value="system">{t('formatsSystem', { name: localeName(navigator.language) })}</option>
          {!listed && <option value={preferences.locale}>{localeName(preferences.locale)}</option>}
          {options.map(({ value, name }) => (
            <option key={value} value={value} lang={value}>
              {name}
            </option>
          ))}
        </Select>
      </div>
      <dl aria-label={t('formatSample')} className={styles.samples}>
        {samples.map(([label, sample]) => (
          <div key={label} className={styles.sample}>
            <dt>{label}</dt>
            <dd>
              <bdi>{sample}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}

/** Languages and regions offered. The browser knows their formats and names. */
const locales = [
  'en-US',
  'en-GB',
  'en-AU',
  'en-CA',
  'en-IN',
  'ar',
  'bg',
  'ca',
  'cs',
  'da',
  'de-DE',
  'de-AT',
  'de-CH',
  'el',
  'es-ES',
  'es-MX',
  'et',
  'fa',
  'fi',
  'fr-FR',
  'fr-CA',
  'fr-CH',
  'he',
  'hi',
  'hr',
  'hu',
  'id',
  'it',
  'ja',
  'ko',
  'lt',
  'lv',
  'nb',
  'nl-NL',
  'nl-BE',
  'pl',
  'pt-BR',
  'pt-PT',
  'ro',
  'ru',
  'sk',
  'sl',
  'sr',
  'sv',
  'th',
  'tr',
  'uk',
  'ur',
  'vi',
  'zh-CN',
  'zh-TW',
] as const

/** Options sorted by name. */
const localeOptions = () =>
  locales.map((value) => ({ value, name: localeName(value) })).sort((one, other) => one.name.localeCompare(other.name))

/** The name of a locale in its own language: `Deutsch (Österreich)`. */
function localeName(locale: string): string {
  try {
    const name = new Intl.DisplayNames([locale], { type: 'language' }).of(locale) ?? locale
    return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1)
  } catch {
    // An invalid tag that another program has stored.
    return locale
  }
}
