import { useMail } from '@atrium/mail'
import { previewFlag, previewTypeOf, type EmailBodyPart, type Email } from '@atrium/mail-contracts'
import { safeFileName } from '@atrium/mail-html'
import { formatFileSize } from '@atrium/mail-ui'
import { Slot, useStrings, useLocale } from '@atrium/remote'
import { Dialog, IconButton, isolated, type IconName, Icon } from '@atrium/ui'
import { useState, type ReactNode } from 'react'
import { strings } from '../strings.ts'
import styles from './attachments.module.css'
import { attachedFiles, isPicture } from './content.ts'

export interface AttachmentPreviewProps {
  readonly part: EmailBodyPart
  /** Safe to show. */
  readonly name: string
  /** Where it is downloaded from. */
  readonly url: string
}

const previewLimits = {
  /** Bytes of a picture. Beyond it: it has no preview. */
  picture: 25_000_000,
  /** Bytes of a text. Beyond it: it has no preview. */
  text: 1_000_000,
}

function addressOf({ type, charset }: EmailBodyPart, url: string): string {
  const address = new URL(url, window.location.href)
  address.searchParams.set('type', type)
  address.searchParams.set(previewFlag, '1')
  if (charset !== null) address.searchParams.set('charset', charset)
  return address.href
}

/**
 * A picture or a text, shown without downloading it. The frame gives what is in it no origin and no
 * right at all; the gateway's response headers repeat that.
 */
export function AttachmentPreview({ part, name, url }: AttachmentPreviewProps): ReactNode {
  const t = useStrings(strings)
  const [open, setOpen] = useState(false)
  const type = previewTypeOf(part.type)
  if (type === null || part.size > (type === 'text/plain' ? previewLimits.text : previewLimits.picture)) return null
  return (
    <>
      <IconButton icon="eye" size="small" label={t('preview', { name })} onClick={() => setOpen(true)} />
      <Dialog open={open} onClose={() => setOpen(false)} title={isolated(name)} closeLabel={t('close')} size="large">
        {isPicture(part) ? (
          // Made to fit, which the page of a picture in a frame without scripts is not.
          <img src={url} alt={name} referrerPolicy="no-referrer" className={styles.fitted} />
        ) : (
          <iframe
            sandbox=""
            referrerPolicy="no-referrer"
            title={t('previewTitle')}
            src={addressOf(part, url)}
            className={styles.preview}
          />
        )}
      </Dialog>
    </>
  )
}

/** What precedes a file of this media type. */
export function fileIcon(type: string): IconName {
  if (type.startsWith('image/')) return 'image'
  if (type === 'text/calendar') return 'calendar'
  if (type === 'message/rfc822') return 'mail'
  return type.startsWith('text/') || type === 'application/pdf' ? 'file' : 'paperclip'
}

/** Bytes of a picture. Beyond it: it has no thumbnail. */
const maxThumbnail = 10_000_000

function Attachment({ part }: { readonly part: EmailBodyPart }): ReactNode {
  const t = useStrings(strings)
  const mail = useMail()
  const { locale } = useLocale()
  const [broken, setBroken] = useState(false)
  const name = safeFileName(part.name, t('unnamedFile'))
  const url = part.blobId === null ? null : mail.blobUrl({ blobId: part.blobId, name, type: part.type })
  const hasThumbnail = url !== null && isPicture(part) && part.size <= maxThumbnail && !broken
  return (
    <li className={styles.item}>
      <a
        className={styles.file}
        href={url ?? undefined}
        download={name}
        aria-label={`${t('download', { name })}, ${formatFileSize(part.size, locale)}`}
      >
        {hasThumbnail ? (
          <img
            src={url}
            alt=""
            loading="lazy"
            decoding="async"
            className={styles.picture}
            onError={() => setBroken(true)}
          />
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
      {url !== null && (
        <Slot
          name="message.attachment"
          mediaType={part.type}
          props={{ blobId: part.blobId, name, type: part.type, size: part.size, url }}
        />
      )}
    </li>
  )
}

/** The files of a message, to be downloaded; pictures show what they are. */
export function AttachmentList({ email }: { readonly email: Email }): ReactNode {
  const t = useStrings(strings)
  const files = attachedFiles(email)
  if (files.length === 0) return null
  return (
    <section className={styles.attachments} aria-label={t('attachments', { count: files.length })}>
      <h2 className={styles.title}>
        <Icon name="paperclip" size={16} />
        {t('attachments', { count: files.length })}
      </h2>
      <ul className={styles.list}>
        {files.map((part, index) => (
          <Attachment key={part.blobId ?? index} part={part} />
        ))}
      </ul>
    </section>
  )
}
