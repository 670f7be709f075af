import { Select } from '@atrium/ui'
import { useLocale, useMessages, useSession } from '@atrium/remote'
import { useMemo, type ReactNode } from 'react'
import { messages } from '../messages.ts'
import { useChange } from '../section/use-change.ts'
import styles from './language.module.css'
import { localeName, locales, namedLocales } from './locales.ts'

const moment = new Date(2026, 2, 28, 17, 45)

/** Formats of dates and numbers. There is one language of texts as yet, and the page says so. */
export function Language(): ReactNode {
  const t = useMessages(messages)
  const { locale, direction } = useLocale()
  const { preferences } = useSession()
  const change = useChange()
  const named = useMemo(namedLocales, [])
  const listed = preferences.locale === 'system' || locales.some((one) => one === preferences.locale)
  const samples = [
    [t('sampleDate'), new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' }).format(moment)],
    [t('sampleNumber'), new Intl.NumberFormat(locale).format(1234567.89)],
    [t('sampleSize'), new Intl.NumberFormat(locale, { style: 'unit', unit: 'megabyte' }).format(4.2)],
    [t('sampleDirection'), t(direction === 'rtl' ? 'rightToLeft' : 'leftToRight')],
  ]
  return (
    <>
      <div className={styles.field}>
        <Select label={t('formats')} value={preferences.locale} onChange={(event) => void change({ locale: event.target.value })}>
          <option value="system">{t('formatsSystem', { name: localeName(navigator.language) })}</option>
          {!listed && <option value={preferences.locale}>{localeName(preferences.locale)}</option>}
          {named.map(({ locale: value, name }) => (
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
