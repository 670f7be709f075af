import type { LinkFacts, LinkWarning } from '@atrium/mail-html'
import { Button, Dialog } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'
import styles from './message.module.css'

type Key = keyof (typeof messages)['en']

const words: Readonly<Record<LinkWarning, Key>> = {
  'text-differs': 'linkDiffers',
  'user-info': 'linkUserInfo',
  'look-alike': 'linkLookAlike',
  'ip-address': 'linkIp',
}

export interface LinkDialogProps {
  /** A link that was followed and is held back; null when there is none. */
  readonly link: LinkFacts | null
  readonly onClose: () => void
}

/** Says where a suspicious link really leads before it is opened. */
export function LinkDialog({ link, onClose }: LinkDialogProps): ReactNode {
  const t = useMessages(messages)
  const open = (): void => {
    onClose()
    if (link) window.open(link.href, '_blank', 'noopener,noreferrer')
  }
  return (
    <Dialog
      open={link !== null}
      onClose={onClose}
      title={t('linkTitle')}
      closeLabel={t('close')}
      footer={
        <>
          <Button onClick={open}>{t('linkOpen')}</Button>
          <Button variant="primary" onClick={onClose}>
            {t('linkStay')}
          </Button>
        </>
      }
    >
      <p>{t('linkLeads')}</p>
      <p className={styles.address}>
        <bdi>{link?.readable}</bdi>
      </p>
      <ul className={styles.reasons}>
        {link?.warnings.map((warning) => (
          <li key={warning}>{t(words[warning])}</li>
        ))}
      </ul>
    </Dialog>
  )
}
