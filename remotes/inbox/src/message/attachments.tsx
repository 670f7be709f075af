import { useMail } from '@atrium/mail'
import type { Email } from '@atrium/mail-contracts'
import { safeFileName } from '@atrium/mail-html'
import { formatFileSize } from '@atrium/mail-ui'
import { showToast, Slot, useStrings, useLocale } from '@atrium/remote'
import { Button, Dialog, IconButton, isolated, type IconName, Icon, VisuallyHidden } from '@atrium/ui'
import { useState, type ReactNode } from 'react'
import type { Texts } from '../actions.ts'
import { strings } from '../strings.ts'
import styles from './attachments.module.css'
import { attachedFiles, isPicture, previewAddress, previewKindOf, type AttachedFile } from './content.ts'

/** Renders a message that is attached, by its blob. */
export type RenderMessage = (blobId: string) => ReactNode

/** What a file is called that came without a name. */
function fallbackName(t: Texts, type: string): string {
  if (type === 'message/rfc822') return `${t('attachedMessage')}.eml`
  if (type === 'message/delivery-status') return `${t('deliveryReport')}.txt`
  if (type === 'message/disposition-notification') return `${t('readReport')}.txt`
  return type === 'text/rfc822-headers' ? `${t('returnedHeaders')}.txt` : t('unnamedFile')
}

interface PreviewProps extends AttachedFile {
  readonly url: string
  readonly renderMessage: RenderMessage
}

/**
 * A picture, a text or a message, shown without downloading it. The frame gives what is in it no origin and no
 * right at all; the gateway's response headers repeat that.
 */
function Preview({ part, name, url, renderMessage }: PreviewProps): ReactNode {
  const t = useStrings(strings)
  const kind = previewKindOf(part)
  if (kind === 'message' && part.blobId !== null) return renderMessage(part.blobId)
  // Made to fit, which the page of a picture in a frame without scripts is not.
  if (kind === 'picture') return <img src={url} alt={name} referrerPolicy="no-referrer" className={styles.fitted} />
  return (
    <iframe
      sandbox=""
      referrerPolicy="no-referrer"
      title={t('previewTitle')}
      src={previewAddress(url, part)}
      className={styles.preview}
    />
  )
}

interface PreviewDialogProps {
  /** Those that can be shown. */
  readonly files: readonly AttachedFile[]
  /** Which one is shown; null closes the dialog. */
  readonly at: number | null
  readonly onShow: (at: number | null) => void
  readonly renderMessage: RenderMessage
}

/** One file after the other, from the last to the first again: a button that is off would lose the focus. */
function PreviewDialog({ files, at, onShow, renderMessage }: PreviewDialogProps): ReactNode {
  const t = useStrings(strings)
  const file = at === null ? undefined : files[at]
  if (at === null || !file || file.url === null) return null
  return (
    <Dialog
      open
      onClose={() => onShow(null)}
      title={isolated(file.name)}
      closeLabel={t('close')}
      size="large"
      footer={
        files.length > 1 && (
          <>
            <span className={styles.place}>{t('place', { index: at + 1, total: files.length })}</span>
            <Button icon="chevron-left" onClick={() => onShow((at + files.length - 1) % files.length)}>
              {t('previousFile')}
            </Button>
            <Button icon="chevron-right" onClick={() => onShow((at + 1) % files.length)}>
              {t('nextFile')}
            </Button>
          </>
        )
      }
    >
      <Preview key={file.part.blobId} {...file} url={file.url} renderMessage={renderMessage} />
    </Dialog>
  )
}

/** What precedes a file of this media type. */
function fileIcon(type: string): IconName {
  if (type.startsWith('image/')) return 'image'
  if (type === 'text/calendar') return 'calendar'
  if (type.startsWith('message/')) return 'mail'
  return type.startsWith('text/') || type === 'application/pdf' ? 'file' : 'paperclip'
}

/** Bytes of a picture. Beyond it: it has no thumbnail. */
const maxThumbnail = 10_000_000

interface AttachmentProps extends AttachedFile {
  /** Absent where it cannot be shown. */
  readonly onPreview: (() => void) | undefined
}

function Attachment({ part, name, url, onPreview }: AttachmentProps): ReactNode {
  const t = useStrings(strings)
  const { locale } = useLocale()
  const [broken, setBroken] = useState(false)
  const hasThumbnail = url !== null && isPicture(part) && part.size <= maxThumbnail && !broken
  return (
    <li className={styles.item}>
      <a className={styles.file} href={url ?? undefined} download={name}>
        <VisuallyHidden>{`${t('download', { name })}, ${formatFileSize(part.size, locale)}`}</VisuallyHidden>
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
        <span aria-hidden className={styles.words}>
          <bdi className={styles.name}>{name}</bdi>
          <span className={styles.size}>{formatFileSize(part.size, locale)}</span>
        </span>
        <span className={styles.save}>
          <Icon name="download" size={16} />
        </span>
      </a>
      {onPreview && <IconButton icon="eye" size="small" label={t('preview', { name })} onClick={onPreview} />}
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

/** Saves all files as one archive. */
function DownloadAll({ files, subject }: { readonly files: readonly AttachedFile[]; readonly subject: string | null }) {
  const t = useStrings(strings)
  const [busy, setBusy] = useState(false)
  const save = async (): Promise<void> => {
    setBusy(true)
    try {
      const { downloadArchive } = await import('./download-archive.ts')
      await downloadArchive(files, `${safeFileName(subject, t('noSubject'))}.zip`)
    } catch {
      showToast({ tone: 'danger', text: t('archiveFailed') })
    }
    setBusy(false)
  }
  return (
    <Button size="small" variant="quiet" icon="download" busy={busy} onClick={() => void save()}>
      {t('downloadAll')}
    </Button>
  )
}

/** Bytes of the files of one archive, which is made in memory. Beyond it: files are downloaded one by one. */
const maxArchive = 100_000_000

const sizeOf = (files: readonly AttachedFile[]): number => files.reduce((sum, { part }) => sum + part.size, 0)

interface AttachmentListProps {
  readonly email: Email
  readonly renderMessage: RenderMessage
}

/** The files of a message, to be looked at and downloaded; pictures show what they are. */
export function AttachmentList({ email, renderMessage }: AttachmentListProps): ReactNode {
  const t = useStrings(strings)
  const mail = useMail()
  const [shown, setShown] = useState<number | null>(null)
  const files = attachedFiles(email).map((part): AttachedFile => {
    const name = safeFileName(part.name, fallbackName(t, part.type))
    return { part, name, url: part.blobId && mail.blobUrl({ blobId: part.blobId, name, type: part.type }) }
  })
  if (files.length === 0) return null
  const previewed = files.filter(({ part, url }) => url !== null && previewKindOf(part) !== null)
  return (
    <section className={styles.attachments} aria-label={t('attachments', { count: files.length })}>
      <div className={styles.head}>
        <h2 className={styles.title}>
          <Icon name="paperclip" size={16} />
          {t('attachments', { count: files.length })}
        </h2>
        {files.length > 1 && sizeOf(files) <= maxArchive && <DownloadAll files={files} subject={email.subject} />}
      </div>
      <ul className={styles.list}>
        {files.map((file, index) => (
          <Attachment
            key={file.part.blobId ?? index}
            {...file}
            onPreview={previewed.includes(file) ? () => setShown(previewed.indexOf(file)) : undefined}
          />
        ))}
      </ul>
      <PreviewDialog files={previewed} at={shown} onShow={setShown} renderMessage={renderMessage} />
    </section>
  )
}
