import type { SenderFacts, SenderWarning } from '@atrium/mail-html'
import { Icon, isolated } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'
import styles from './message-head.module.css'

type Key = keyof (typeof messages)['en']

const words: Readonly<Record<SenderWarning, Key>> = {
  'no-sender': 'warnNoSender',
  'several-senders': 'warnSeveral',
  'name-is-another-address': 'warnOtherAddress',
  'hidden-characters': 'warnHidden',
  'look-alike-domain': 'warnLookAlike',
  'address-invalid': 'warnInvalid',
  'authentication-failed': 'warnFailed',
}

/** What is wrong with who a message says it is from. */
export function SenderWarnings({ sender }: { readonly sender: SenderFacts }): ReactNode {
  const t = useMessages(messages)
  if (sender.warnings.length === 0) return null
  const values = {
    address: isolated(sender.address),
    domain: isolated(sender.domain),
    others: sender.others.map(({ address }) => isolated(address)).join(', '),
  }
  return (
    <ul className={styles.warnings}>
      {sender.warnings.map((warning) => (
        <li key={warning}>
          <Icon name="shield-alert" size={16} />
          <span>{t(words[warning], values)}</span>
        </li>
      ))}
    </ul>
  )
}
