import { useSession, useStrings } from '@atrium/remote'
import { Select } from '@atrium/ui'
import type { ReactNode } from 'react'
import { useSavePreferences } from './actions.ts'
import { strings } from './strings.ts'
import styles from './writing.module.css'

/** Seconds that can be chosen. The first is the default. */
const undoTimes = [5, 10, 20, 30] as const

/** How long a message that was sent can be taken back. */
export function Writing(): ReactNode {
  const t = useStrings(strings)
  const { undoSend = undoTimes[0] } = useSession().preferences
  const savePreferences = useSavePreferences()
  const change = (value: string): void => {
    const chosen = undoTimes.find((seconds) => String(seconds) === value)
    if (chosen !== undefined) void savePreferences({ undoSend: chosen })
  }
  return (
    <div className={styles.field}>
      <Select label={t('undoSend')} value={String(undoSend)} onChange={({ target }) => change(target.value)}>
        {undoTimes.map((seconds) => (
          <option key={seconds} value={seconds}>
            {t('undoSendSeconds', { count: seconds })}
          </option>
        ))}
      </Select>
      <p className={styles.hint}>{t('undoSendHint')}</p>
    </div>
  )
}
