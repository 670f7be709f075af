import type { Conversation } from '@atrium/mail'
import { showToast, useStrings } from '@atrium/remote'
import { Icon, Select } from '@atrium/ui'
import { type ReactNode, useState } from 'react'
import { failureReason } from '../actions.ts'
import { strings } from '../strings.ts'
import styles from './message.module.css'

/** Charsets of mail by the writing they are for, as the WHATWG Encoding Standard names them. */
const charsets = [
  ['utf-8', 'charsetUnicode'],
  ['windows-1252', 'charsetWestern'],
  ['windows-1250', 'charsetCentral'],
  ['iso-8859-2', 'charsetCentral'],
  ['windows-1251', 'charsetCyrillic'],
  ['koi8-r', 'charsetCyrillic'],
  ['iso-8859-5', 'charsetCyrillic'],
  ['windows-1253', 'charsetGreek'],
  ['windows-1254', 'charsetTurkish'],
  ['windows-1255', 'charsetHebrew'],
  ['windows-1256', 'charsetArabic'],
  ['windows-874', 'charsetThai'],
  ['windows-1258', 'charsetVietnamese'],
  ['shift_jis', 'charsetJapanese'],
  ['euc-jp', 'charsetJapanese'],
  ['iso-2022-jp', 'charsetJapanese'],
  ['gb18030', 'charsetChinese'],
  ['big5', 'charsetChinese'],
  ['euc-kr', 'charsetKorean'],
] as const

export interface CharsetBarProps {
  readonly emailId: string
  readonly readAs: Conversation['readAs']
}

/** Reads a message as another charset than it says: many say a wrong one, or none. */
export function CharsetBar({ emailId, readAs }: CharsetBarProps): ReactNode {
  const t = useStrings(strings)
  const [chosen, setChosen] = useState('')
  const choose = async (charset: string): Promise<void> => {
    setChosen(charset)
    const outcome = await readAs(emailId, charset === '' ? null : charset)
    if (outcome.ok) return
    setChosen(chosen)
    showToast({ tone: 'danger', text: t('charsetFailed', { reason: failureReason(t, outcome.error) }) })
  }
  return (
    <div className={styles.bar}>
      <Icon name="globe" size={16} />
      <span className={styles.barText}>{t('charsetHint')}</span>
      <Select
        label={t('charset')}
        labelHidden
        value={chosen}
        onChange={({ target }) => void choose(target.value)}
        className={styles.charset}
      >
        <option value="">{t('charsetAsSent')}</option>
        {charsets.map(([charset, text]) => (
          <option key={charset} value={charset}>
            {`${t(text)} (${charset})`}
          </option>
        ))}
      </Select>
    </div>
  )
}
