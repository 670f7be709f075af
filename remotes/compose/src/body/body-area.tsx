import { classNames, IconButton } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import { useImperativeHandle, useRef, type ClipboardEvent, type ReactNode, type Ref } from 'react'
import { messages } from '../messages.ts'
import styles from './body-area.module.css'
import { useGrowing } from './use-growing.ts'

export interface BodyAreaProps {
  readonly text: string
  readonly onChange: (text: string) => void
  /** Unfolds what is quoted; undefined when nothing is folded. */
  readonly onShowQuote: (() => void) | undefined
  readonly onFiles: (files: readonly File[]) => void
  readonly ref?: Ref<HTMLTextAreaElement>
}

/** The text of the message. It grows; what holds it scrolls. */
export function BodyArea({ text, onChange, onShowQuote, onFiles, ref }: BodyAreaProps): ReactNode {
  const t = useMessages(messages)
  const area = useRef<HTMLTextAreaElement>(null)
  useImperativeHandle<HTMLTextAreaElement | null, HTMLTextAreaElement | null>(ref, () => area.current)
  useGrowing(area, text)
  const paste = (event: ClipboardEvent): void => {
    const files = [...event.clipboardData.files]
    // A copied table is text and a picture of it: the text is meant.
    if (files.length === 0 || event.clipboardData.types.includes('text/plain')) return
    event.preventDefault()
    onFiles(files)
  }
  const unfold = (): void => {
    const at = area.current?.selectionStart ?? 0
    onShowQuote?.()
    requestAnimationFrame(() => {
      area.current?.focus({ preventScroll: true })
      area.current?.setSelectionRange(at, at)
    })
  }
  return (
    <div className={styles.body}>
      <textarea
        ref={area}
        dir="auto"
        aria-label={t('body')}
        placeholder={t('bodyPlaceholder')}
        value={text}
        onChange={(event) => onChange(event.target.value)}
        onPaste={paste}
        className={classNames(styles.area, onShowQuote && styles.above)}
      />
      {onShowQuote && (
        <div className={styles.quote}>
          <IconButton icon="more" label={t('showQuote')} size="small" variant="secondary" tooltip="top" onClick={unfold} />
        </div>
      )}
    </div>
  )
}
