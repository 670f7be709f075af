import { IconButton } from '@atrium/ui'
import { useLocale, useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import type { Composer } from '../composer/composer.ts'
import { patchComposer } from '../composer/composers.ts'
import { messages } from '../messages.ts'
import { removeAttachment, retryAttachment } from './attach-files.ts'
import { messageLimit, totalSize } from './attachment.ts'
import { AttachmentItem } from './attachment-item.tsx'
import styles from './attachment-list.module.css'
import { formatSize } from './format-size.ts'

/** From this share on it is said how much of the limit is used. */
const nearLimit = 0.6

/** The files of a message, and those that do not fit into it. */
export function AttachmentList({ composer }: { readonly composer: Composer }): ReactNode {
  const t = useMessages(messages)
  const { locale } = useLocale()
  const { key, refusedFiles } = composer
  const { attachments } = composer.draft
  const used = totalSize(attachments)
  if (attachments.length === 0 && refusedFiles.length === 0) return null
  return (
    <div className={styles.attachments}>
      {attachments.length > 0 && (
        <ul aria-label={t('attachments')} className={styles.list}>
          {attachments.map((attachment) => (
            <AttachmentItem
              key={attachment.id}
              attachment={attachment}
              onRemove={() => removeAttachment(key, attachment.id)}
              onRetry={() => retryAttachment(key, attachment.id)}
            />
          ))}
        </ul>
      )}
      {used > messageLimit * nearLimit && <p className={styles.used}>{t('sizeUsed', { size: formatSize(used, locale) })}</p>}
      {refusedFiles.length > 0 && (
        <p role="alert" className={styles.refused}>
          <span>{t('overLimit', { count: refusedFiles.length, name: refusedFiles[0] })}</span>
          <IconButton icon="close" size="small" label={t('dismiss')} tooltip={false} onClick={() => patchComposer(key, { refusedFiles: [] })} />
        </p>
      )}
    </div>
  )
}
