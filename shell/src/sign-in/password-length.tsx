import { minPasswordLength } from '@atrium/mail-contracts'
import { Icon } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'
import styles from './entrance.module.css'

/** Characters as people count them, so that an emoji is not two. */
export const lengthOf = (password: string): number => [...password].length

/** How far a new password is from being long enough. Length is all that is asked for: NIST SP 800-63B §3.1.1. */
export function PasswordLength({ password }: { readonly password: string }): ReactNode {
  const t = useMessages(messages)
  const missing = minPasswordLength - lengthOf(password)
  if (password === '') return t('passwordHintEmpty', { count: minPasswordLength })
  if (missing > 0) return t('passwordHint', { missing })
  return (
    <output className={styles.enough}>
      <Icon name="check" size={16} />
      {t('passwordLongEnough')}
    </output>
  )
}
