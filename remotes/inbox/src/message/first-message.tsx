import { useOwnAddresses } from '@atrium/mail-ui'
import type { Email } from '@atrium/mail-contracts'
import { useKnownSender } from '@atrium/mail'
import { cleanText, Icon, isolated } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'
import styles from './message-head.module.css'

/** Says that somebody writes for the first time: who pretends to be an acquaintance has no past. */
export function FirstMessage({ email }: { readonly email: Email }): ReactNode {
  const t = useMessages(messages)
  const own = useOwnAddresses()
  const address = email.from?.length === 1 ? (email.from[0]?.email ?? '') : ''
  const asked = address.includes('@') && !own.has(address.toLowerCase()) && !email.keywords['$draft']
  const known = useKnownSender({ address: asked ? address : null, before: email.receivedAt })
  if (!asked || known !== false) return null
  return (
    <p className={styles.first}>
      <Icon name="info" size={16} />
      <span>{t('firstMessage', { address: isolated(cleanText(address)) })}</span>
    </p>
  )
}
