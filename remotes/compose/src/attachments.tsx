import { formatFileSize } from '@atrium/mail-ui'
import { useLocale, useStrings } from '@atrium/remote'
import { classNames, Icon, IconButton, ProgressBar, type IconName, cleanText } from '@atrium/ui'
import { useRef, useState, type DragEvent, type ReactNode } from 'react'
import styles from './attachments.module.css'
import {
  findComposer,
  newMessageId,
  patchComposer,
  patchDraft,
  runtimeOf,
  reportUnsaved,
  type Composer,
} from './composers.ts'
import { connection } from './connection.ts'
import {
  type Attachment,
  attachmentsLimit,
  type Draft,
  isUploading,
  showsPicture,
  totalSize,
  wholeHtml,
} from './draft/draft.ts'
import { changeDraft } from './lifecycle.ts'
import { say, strings } from './strings.ts'

/** Whether a file is listed below the text: what is in the text, or was removed from it, is not. */
const isListed = (draft: Draft, { cid, blobId }: Attachment): boolean =>
  cid === null || draft.format === 'plain' || (blobId === null && showsPicture(wholeHtml(draft), cid))

/** RFC 2392 §2: an address has the Content-ID percent-encoded. */
function decodeCid(cid: string): string {
  try {
    return decodeURIComponent(cid)
  } catch {
    return cid
  }
}

let count = 0

function patchAttachment(key: string, id: string, patch: Partial<Attachment>): void {
  const list = findComposer(key)?.draft.attachments ?? []
  patchDraft(key, { attachments: list.map((one) => (one.id === id ? { ...one, ...patch } : one)) })
}

async function upload(key: string, id: string, file: File): Promise<void> {
  const stop = new AbortController()
  runtimeOf(key)?.uploads.set(id, { file, stop })
  patchAttachment(key, id, { progress: 0, error: null })
  reportUnsaved(key)
  const outcome = await connection()?.mail.uploadBlob(file, {
    signal: stop.signal,
    onProgress: (progress) => patchAttachment(key, id, { progress }),
  })
  if (!outcome || !findComposer(key)?.draft.attachments.some((one) => one.id === id)) return
  if (outcome.ok) {
    runtimeOf(key)?.uploads.delete(id)
    patchAttachment(key, id, { blobId: outcome.value.blobId, size: outcome.value.size, progress: 1 })
    changeDraft(key, {})
  } else {
    patchAttachment(key, id, { error: outcome.error })
    reportUnsaved(key)
  }
}

/** Where a picture that was put into a text can be loaded from, by its Content-ID; undefined while it cannot. */
export function pictureUrl(key: string, cid: string): string | undefined {
  const local = runtimeOf(key)?.pictures.get(cid)
  if (local !== undefined) return local
  const names = new Set([cid, decodeCid(cid)])
  const part = findComposer(key)?.draft.attachments.find((one) => one.cid !== null && names.has(one.cid))
  if (!part?.blobId) return undefined
  return connection()?.mail.blobUrl({ blobId: part.blobId, name: 'picture', type: part.type }) ?? undefined
}

/**
 * Takes a picture into the text and uploads it.
 * @returns The address that the text refers to it by (RFC 2392); null when it does not fit.
 */
export function attachPicture(key: string, file: File): string | null {
  const cid = `${newMessageId().replace(/@.*$/, '')}@atrium`
  const before = findComposer(key)?.draft.attachments.length ?? 0
  attachFiles(key, [file], cid)
  if ((findComposer(key)?.draft.attachments.length ?? 0) === before) return null
  runtimeOf(key)?.pictures.set(cid, URL.createObjectURL(file))
  return `cid:${encodeURIComponent(cid)}`
}

/**
 * Takes files in as long as they fit, and uploads them.
 * @param cid Content-ID of a picture that stands in the text. Default: files beside it.
 */
export function attachFiles(key: string, files: readonly File[], cid: string | null = null): void {
  const composer = findComposer(key)
  if (!composer || composer.phase !== 'writing') return
  let used = totalSize(composer.draft.attachments)
  const taken: { readonly attachment: Attachment; readonly file: File }[] = []
  const refused: string[] = []
  for (const file of files) {
    const name = file.name || say('unnamedFile')
    if (used + file.size > attachmentsLimit) refused.push(name)
    else {
      used += file.size
      count += 1
      const type = file.type || 'application/octet-stream'
      taken.push({
        file,
        attachment: { id: `file-${count}`, name, type, size: file.size, blobId: null, progress: 0, error: null, cid },
      })
    }
  }
  patchComposer(key, { refusedFiles: refused })
  if (taken.length === 0) return
  changeDraft(key, { attachments: [...composer.draft.attachments, ...taken.map(({ attachment }) => attachment)] })
  for (const { attachment, file } of taken) void upload(key, attachment.id, file)
}

/** Takes a file out, and stops it when it is under link. */
export function removeAttachment(key: string, id: string): void {
  const { attachments } = findComposer(key)?.draft ?? { attachments: [] }
  runtimeOf(key)?.uploads.get(id)?.stop.abort()
  runtimeOf(key)?.uploads.delete(id)
  changeDraft(key, { attachments: attachments.filter((one) => one.id !== id) })
  patchComposer(key, { refusedFiles: [] })
}

function retryAttachment(key: string, id: string): void {
  const file = runtimeOf(key)?.uploads.get(id)?.file
  if (file) void upload(key, id, file)
}

interface FileDrop {
  /** Files are held above it. */
  readonly over: boolean
  readonly handlers: {
    readonly onDragEnter: (event: DragEvent) => void
    readonly onDragOver: (event: DragEvent) => void
    readonly onDragLeave: () => void
    readonly onDrop: (event: DragEvent) => void
  }
}

const hasFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files')

/** Takes files that are dropped on something. */
export function useFileDrop(onFiles: (files: readonly File[]) => void): FileDrop {
  const [over, setOver] = useState(false)
  // Each child that is entered leaves another one.
  const depth = useRef(0)
  return {
    over,
    handlers: {
      onDragEnter: (event) => {
        if (!hasFiles(event)) return
        event.preventDefault()
        depth.current += 1
        setOver(true)
      },
      onDragOver: (event) => {
        if (!hasFiles(event)) return
        event.preventDefault()
        event.dataTransfer.dropEffect = 'copy'
      },
      onDragLeave: () => {
        depth.current = Math.max(0, depth.current - 1)
        if (depth.current === 0) setOver(false)
      },
      onDrop: (event) => {
        depth.current = 0
        setOver(false)
        if (!hasFiles(event)) return
        event.preventDefault()
        onFiles([...event.dataTransfer.files])
      },
    },
  }
}

interface AttachmentItemProps {
  readonly attachment: Attachment
  /** @param button What was pressed, which goes with the file. */
  readonly onRemove: (button: HTMLElement) => void
  readonly onRetry: () => void
}

const iconFor = (type: string): IconName => (type.startsWith('image/') ? 'image' : 'file')

/** One file: its name and size, how far it is, and what can be done about it. */
function AttachmentItem({ attachment, onRemove, onRetry }: AttachmentItemProps): ReactNode {
  const t = useStrings(strings)
  const { locale } = useLocale()
  const { type, size, progress, error } = attachment
  const name = cleanText(attachment.name)
  const uploading = isUploading(attachment)
  const tooLarge = error?.code === 'UPLOAD_TOO_LARGE'
  const note = error ? t(tooLarge ? 'uploadTooLarge' : 'uploadFailed') : formatFileSize(size, locale)
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
      {error && !tooLarge && (
        <IconButton icon="refresh" size="small" label={t('retryUpload', { name })} onClick={onRetry} />
      )}
      <IconButton
        icon="close"
        size="small"
        label={t(uploading ? 'cancelUpload' : 'removeFile', { name })}
        onClick={(event) => onRemove(event.currentTarget)}
      />
      {uploading && (
        <span className={styles.progress}>
          <ProgressBar label={t('attachmentUploading', { name })} value={progress} />
        </span>
      )}
    </li>
  )
}

/** The focus goes to the next file, or to what adds files: it is never lost with the file. */
function moveFocus(removed: HTMLElement): void {
  const item = removed.closest('li')
  const beside = item?.nextElementSibling ?? item?.previousElementSibling
  const next =
    [...(beside?.querySelectorAll('button') ?? [])].at(-1) ??
    removed.closest('[role="dialog"]')?.querySelector<HTMLElement>('[data-attach]')
  next?.focus()
}

/** Share of `attachmentsLimit`. Beyond it: the composer shows how much of the limit is used. */
const nearLimit = 0.6

/** The files of a message, and those that do not fit into it. */
export function AttachmentList({ composer }: { readonly composer: Composer }): ReactNode {
  const t = useStrings(strings)
  const { locale } = useLocale()
  const { key, refusedFiles } = composer
  // A picture that has arrived is in the text.
  const attachments = composer.draft.attachments.filter((one) => isListed(composer.draft, one))
  const used = totalSize(composer.draft.attachments)
  const limit = formatFileSize(attachmentsLimit, locale)
  if (attachments.length === 0 && refusedFiles.length === 0) return null
  return (
    <div className={styles.attachments}>
      {attachments.length > 0 && (
        <ul aria-label={t('attachments')} className={styles.list}>
          {attachments.map((attachment) => (
            <AttachmentItem
              key={attachment.id}
              attachment={attachment}
              onRemove={(button) => {
                removeAttachment(key, attachment.id)
                moveFocus(button)
              }}
              onRetry={() => retryAttachment(key, attachment.id)}
            />
          ))}
        </ul>
      )}
      {used > attachmentsLimit * nearLimit && (
        <p className={styles.used}>{t('sizeUsed', { size: formatFileSize(used, locale), limit })}</p>
      )}
      {refusedFiles.length > 0 && (
        <p role="alert" className={styles.refused}>
          <span>{t('overLimit', { count: refusedFiles.length, name: refusedFiles[0], limit })}</span>
          <IconButton
            icon="close"
            size="small"
            label={t('dismiss')}
            tooltip={false}
            onClick={() => patchComposer(key, { refusedFiles: [] })}
          />
        </p>
      )}
    </div>
  )
}
