import type { Email, EmailBodyPart } from '@atrium/mail-contracts'
import { safeFileName } from '@atrium/mail-html'
import { useMail } from '@atrium/mail'
import { Icon, isolated } from '@atrium/ui'
import { useLocale, useMessages } from '@atrium/remote'
import { useState, type ReactNode } from 'react'
import { messages } from '../messages.ts'
import { attachedFiles, isPicture } from './attached-files.ts'
import styles from './attachment-list.module.css'
import { AttachmentPreview } from './attachment-preview.tsx'
import { fileIcon } from './file-icon.ts'
import { formatFileSize } from '@atrium/mail-ui'

/** Octets; a larger picture is not fetched to be shown small. */
const largestPreview = 10_000_000

function Attachment({ part }: { readonly part: EmailBodyPart }): ReactNode {
  const t = useMessages(messages)
  const mail = useMail()
  const { locale } = useLocale()
  const [broken, setBroken] = useState(false)
  const name = safeFileName(part.name, t('unnamedFile'))
  const url = part.blobId === null ? null : mail.blobUrl({ blobId: part.blobId, name, type: part.type })
  const drawn = url !== null && isPicture(part) && part.size <= largestPreview && !broken
  return (
    <li className={styles.item}>
      <a
        className={styles.file}
        href={url ?? undefined}
        download={name}
        aria-label={`${t('download', { name: isolated(name) })}, ${formatFileSize(part.size, locale)}`}
      >
        {drawn ? (
          <img src={url} alt="" loading="lazy" decoding="async" className={styles.picture} onError={() => setBroken(true)} />
        ) : (
          <span className={styles.sign}>
            <Icon name={fileIcon(part.type)} />
          </span>
        )}
        <span className={styles.words}>
          <bdi className={styles.name}>{name}</bdi>
          <span className={styles.size}>{formatFileSize(part.size, locale)}</span>
        </span>
        <span className={styles.save}>
          <Icon name="download" size={16} />
        </span>
      </a>
      {url !== null && <AttachmentPreview part={part} name={name} url={url} />}
    </li>
  )
}

/** The files of a message, to be downloaded; pictures show what they are. */
export function AttachmentList({ email }: { readonly email: Email }): ReactNode {
  const t = useMessages(messages)
  const files = attachedFiles(email)
  if (files.length === 0) return null
  return (
    <section className={styles.attachments} aria-label={t('attachments', { count: files.length })}>
      <h3 className={styles.title}>
        <Icon name="paperclip" size={16} />
        {t('attachments', { count: files.length })}
      </h3>
      <ul className={styles.list}>
        {files.map((part, index) => (
          <Attachment key={part.blobId ?? index} part={part} />
        ))}
      </ul>
    </section>
  )
}
