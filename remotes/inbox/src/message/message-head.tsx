import { exactDate, messageDate, useToday } from '@atrium/mail-ui'
import type { Email } from '@atrium/mail-contracts'
import { describeSender, readAuthentication } from '@atrium/mail-html'
import { Avatar, Icon, IconButton } from '@atrium/ui'
import { useLocale, useMessages, useWorkspace } from '@atrium/remote'
import type { MouseEvent, ReactNode } from 'react'
import { messages } from '../messages.ts'
import styles from './message-head.module.css'
import { FirstMessage } from './first-message.tsx'
import { MessageMenu } from './message-menu.tsx'
import { Recipients } from './recipients.tsx'
import { SenderWarnings } from './sender-warnings.tsx'
import type { MessageActs } from './use-message-acts.ts'

export interface MessageHeadProps {
  readonly email: Email
  readonly acts: MessageActs
  readonly onFold: (() => void) | undefined
}

const isControl = ({ target }: MouseEvent): boolean => target instanceof Element && target.closest('button, a, dl, [role="menu"]') !== null

function Tools({ email, acts, onFold, date }: MessageHeadProps & { readonly date: string }): ReactNode {
  const t = useMessages(messages)
  const { locale } = useLocale()
  const starred = email.keywords['$flagged'] === true
  return (
    <div className={styles.tools}>
      <time dateTime={email.receivedAt} title={exactDate(email.receivedAt, locale)} className={styles.date}>
        {date}
      </time>
      <IconButton
        icon="star"
        pressed={starred}
        label={t(starred ? 'unstar' : 'star')}
        onClick={acts.star}
        className={styles.second}
      />
      <IconButton icon="reply" label={t('reply')} onClick={() => acts.answer('reply')} className={styles.second} />
      <MessageMenu acts={acts} onFold={onFold} />
    </div>
  )
}

/** Who wrote it, to whom and when. */
export function MessageHead({ email, acts, onFold }: MessageHeadProps): ReactNode {
  const t = useMessages(messages)
  const { locale } = useLocale()
  const today = useToday()
  const authServer = useWorkspace((state) => state.session?.authServer)
  const sender = describeSender(email.from, readAuthentication(email['header:Authentication-Results:asText:all'] ?? [], authServer))
  const date = messageDate(email.receivedAt, locale, today)
  return (
    <header
      className={styles.head}
      onClick={(event) => {
        if (onFold && !isControl(event) && window.getSelection()?.isCollapsed !== false) onFold()
      }}
    >
      <Avatar address={email.from?.[0]?.email ?? ''} name={sender.name || undefined} size="large" />
      <div className={styles.who}>
        <p className={styles.sender}>
          <bdi className={styles.senderName}>{sender.name || sender.address || t('noSender')}</bdi>
          {sender.verified && <Icon name="shield-check" size={16} label={t('verified')} className={styles.verified} />}
          {sender.name && <bdi className={styles.address}>{sender.address}</bdi>}
        </p>
        <Recipients email={email} />
        <time dateTime={email.receivedAt} className={styles.narrowDate}>
          {date}
        </time>
      </div>
      <Tools email={email} acts={acts} onFold={onFold} date={date} />
      <SenderWarnings sender={sender} />
      <FirstMessage email={email} />
    </header>
  )
}
