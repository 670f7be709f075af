import type { Email, Mailbox } from '@atrium/mail-contracts'
import type { Conversation } from '@atrium/mail'
import { Button } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { FoldedMessage } from '../message/folded-message.tsx'
import { Message } from '../message/message.tsx'
import { messages } from '../messages.ts'
import styles from './thread-pane.module.css'
import { useFold } from './use-fold.ts'
import type { ThreadActs } from './use-thread-acts.ts'

export interface MessageStackProps {
  readonly emails: readonly Email[]
  readonly mailbox: Mailbox
  readonly loadWhole: Conversation['loadWhole']
  readonly acts: ThreadActs
  /** Before messages are marked as unread: open, they would be read again. */
  readonly onLeave: () => void
}

const AnswerBar = ({ acts }: { readonly acts: ThreadActs }): ReactNode => {
  const t = useMessages(messages)
  return (
    <div className={styles.answers}>
      <Button icon="reply" onClick={() => acts.run('reply')}>
        {t('reply')}
      </Button>
      <Button icon="reply-all" onClick={() => acts.run('reply-all')}>
        {t('replyAll')}
      </Button>
      <Button icon="forward" onClick={() => acts.run('forward')}>
        {t('forward')}
      </Button>
    </div>
  )
}

/** The messages of a conversation, oldest first. */
export function MessageStack({ emails, loadWhole, acts, onLeave }: MessageStackProps): ReactNode {
  const t = useMessages(messages)
  const { items, toggle, spread } = useFold(emails)
  const answerable = emails.some(({ keywords }) => !keywords['$draft'])
  return (
    <>
      {items.map((item) => {
        if (item.kind === 'earlier') {
          return (
            <button key="earlier" type="button" className={styles.earlier} onClick={spread}>
              <span aria-hidden>{item.ids.length}</span>
              <span>{t('earlier', { count: item.ids.length })}</span>
            </button>
          )
        }
        const { email, open } = item
        if (!open) return <FoldedMessage key={email.id} email={email} onOpen={() => toggle(email.id)} />
        const from = emails.slice(emails.indexOf(email)).map(({ id }) => id)
        return (
          <Message
            key={email.id}
            email={email}
            following={from}
            alone={emails.length === 1}
            loadWhole={loadWhole}
            onFold={() => toggle(email.id)}
            onLeave={onLeave}
          />
        )
      })}
      {answerable && <AnswerBar acts={acts} />}
    </>
  )
}
