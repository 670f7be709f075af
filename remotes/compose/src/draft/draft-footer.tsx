import { Button, IconButton } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import { useRef, type ReactNode } from 'react'
import { attachFiles } from '../attachment/attach-files.ts'
import type { Composer } from '../composer/composer.ts'
import { discardComposer } from '../composer/discard-composer.ts'
import { messages } from '../messages.ts'
import { sendComposer } from '../send/send-composer.ts'
import styles from './draft-footer.module.css'
import { SaveStatus, SendingStatus } from './save-status.tsx'

const isMac = (): boolean => /mac|iphone|ipad/i.test(navigator.userAgent)

/** Send, attach, throw away; and whether all is saved. */
export function DraftFooter({ composer }: { readonly composer: Composer }): ReactNode {
  const t = useMessages(messages)
  const files = useRef<HTMLInputElement>(null)
  const { key, phase, save, sendingSince } = composer
  return (
    <div className={styles.footer}>
      <Button
        variant="primary"
        icon="send"
        busy={phase === 'sending'}
        aria-keyshortcuts="Control+Enter Meta+Enter"
        title={isMac() ? '⌘ Enter' : t('sendShortcut')}
        onClick={() => void sendComposer(key)}
      >
        {t(phase === 'sending' ? 'sending' : 'send')}
      </Button>
      <IconButton icon="paperclip" label={t('attach')} tooltip="top" onClick={() => files.current?.click()} />
      <input
        ref={files}
        type="file"
        multiple
        hidden
        aria-label={t('attach')}
        onChange={(event) => {
          attachFiles(key, [...(event.target.files ?? [])])
          // The same file may be chosen again after it was taken out.
          event.target.value = ''
        }}
      />
      <span className={styles.status}>
        {sendingSince === null ? <SaveStatus save={save} /> : <SendingStatus since={sendingSince} />}
      </span>
      <IconButton icon="trash" label={t('discard')} tooltip="top" onClick={() => void discardComposer(key)} />
    </div>
  )
}
