import { classNames, Icon, IconButton, ProgressBar, type IconName, cleanText } from '@atrium/ui'
import { useLocale, useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'
import { type Attachment, isUploading } from './attachment.ts'
import styles from './attachment-list.module.css'
import { formatSize } from './format-size.ts'

export interface AttachmentItemProps {
  readonly attachment: Attachment
  readonly onRemove: () => void
  readonly onRetry: () => void
}

const iconFor = (type: string): IconName => (type.startsWith('image/') ? 'image' : 'file')

/** One file: its name and size, how far it is, and what can be done about it. */
export function AttachmentItem({ attachment, onRemove, onRetry }: AttachmentItemProps): ReactNode {
  const t = useMessages(messages)
  const { locale } = useLocale()
  const { type, size, progress, error } = attachment
  const name = cleanText(attachment.name)
  const uploading = isUploading(attachment)
  const tooLarge = error?.code === 'UPLOAD_TOO_LARGE'
  const note = error ? t(tooLarge ? 'uploadTooLarge' : 'uploadFailed') : formatSize(size, locale)
  return (
    <li className={classNames(styles.item, error && styles.failed)}>
      <Icon name={error ? 'warning' : iconFor(type)} size={16} />
      <span className={styles.words}>
        <bdi className={styles.name} title={name}>
          {name}
        </bdi>
        <span className={styles.note} role={error ? 'alert' : undefined}>
          {note}
        </span>
      </span>
      {error && !tooLarge && <IconButton icon="refresh" size="small" label={t('retryUpload', { name })} onClick={onRetry} />}
      <IconButton icon="close" size="small" label={t(uploading ? 'cancelUpload' : 'removeFile', { name })} onClick={onRemove} />
      {uploading && (
        <span className={styles.progress}>
          <ProgressBar label={t('attachmentUploading', { name })} value={progress} />
        </span>
      )}
    </li>
  )
}
