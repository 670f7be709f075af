import { useStrings } from '@atrium/remote'
import { classNames, IconButton } from '@atrium/ui'
import {
  lazy,
  Suspense,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  type ClipboardEvent,
  type FocusEvent,
  type ReactNode,
  type Ref,
  type RefObject,
} from 'react'
import { attachFiles, attachPicture, pictureUrl } from '../attachments.tsx'
import type { Composer } from '../composers.ts'
import { changeDraft } from '../lifecycle.ts'
import type { BodyHandle, RichEditorProps } from '../rich-text/rich-editor.tsx'
import { strings } from '../strings.ts'
import { htmlOf, wholeHtml, wholeText } from './draft.ts'
import styles from './draft-form.module.css'

const growsItself = (): boolean => 'fieldSizing' in document.documentElement.style

/** Makes a text area as high as its text, where the browser cannot do so by `field-sizing`. */
function useGrowing(area: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const element = area.current
    if (!element || growsItself()) return
    element.style.blockSize = 'auto'
    element.style.blockSize = `${element.scrollHeight}px`
  }, [area, text])
}

interface PlainBodyProps {
  readonly composer: Composer
  readonly onFocusChange?: (focused: boolean) => void
  readonly ref?: Ref<BodyHandle> | undefined
}

/** The text without formatting. It grows; what holds it scrolls. */
function PlainBody({ composer, onFocusChange, ref }: PlainBodyProps): ReactNode {
  const t = useStrings(strings)
  const { key, draft } = composer
  const area = useRef<HTMLTextAreaElement>(null)
  useImperativeHandle(
    ref,
    () => ({
      focus: (toStart) => {
        area.current?.focus({ preventScroll: true })
        if (toStart) area.current?.setSelectionRange(0, 0)
      },
    }),
    [],
  )
  useGrowing(area, draft.text)
  const paste = (event: ClipboardEvent): void => {
    const files = [...event.clipboardData.files]
    // A copied table is text and a picture of it: the text is meant.
    if (files.length === 0 || event.clipboardData.types.includes('text/plain')) return
    event.preventDefault()
    attachFiles(key, files)
  }
  return (
    <textarea
      ref={area}
      dir="auto"
      aria-label={t('body')}
      placeholder={t('bodyPlaceholder')}
      value={draft.text}
      onChange={(event) => changeDraft(key, { text: event.target.value })}
      onPaste={paste}
      onFocus={() => onFocusChange?.(true)}
      // As it is replaced by the editor, nothing else takes the focus.
      onBlur={({ relatedTarget }: FocusEvent) => relatedTarget !== null && onFocusChange?.(false)}
      className={classNames(styles.area, draft.quote !== '' && styles.above)}
    />
  )
}

/** Unfolds what is quoted below the text, to be edited with it. */
function QuoteButton({ composer, onShown }: { readonly composer: Composer; readonly onShown: () => void }): ReactNode {
  const t = useStrings(strings)
  const { key, draft, request } = composer
  if (draft.quote === '') return null
  const unfold = (): void => {
    const text = wholeText(draft)
    changeDraft(key, { text, html: wholeHtml(draft), htmlText: text, quote: '', quoteHtml: '' })
    requestAnimationFrame(onShown)
  }
  return (
    <div className={styles.quote}>
      <IconButton
        icon="more"
        label={t(request.kind === 'forward' ? 'showForwarded' : 'showQuote')}
        size="small"
        variant="secondary"
        tooltip="top"
        onClick={unfold}
      />
    </div>
  )
}

type LoadedEditor = (props: RichEditorProps & { readonly fallback: ReactNode }) => ReactNode

/** Where its code cannot be loaded, the message is written without formatting. */
const RichEditor = lazy((): Promise<{ default: LoadedEditor }> =>
  import('../rich-text/rich-editor.tsx').then(
    ({ RichEditor: Editor }) => ({ default: (props) => <Editor {...props} /> }),
    () => ({ default: ({ fallback }) => fallback }),
  ),
)

/** The text of the message, with formatting or without. */
export function Body({ composer, ref }: { readonly composer: Composer; readonly ref: Ref<BodyHandle> }): ReactNode {
  const t = useStrings(strings)
  const { key, draft } = composer
  const handle = useRef<BodyHandle>(null)
  const focused = useRef(false)
  useImperativeHandle(ref, () => ({ focus: (toStart) => handle.current?.focus(toStart) }), [])
  const quote = <QuoteButton composer={composer} onShown={() => handle.current?.focus(false)} />
  const onFocusChange = (now: boolean): void => void (focused.current = now)
  const plain = (
    <>
      <PlainBody composer={composer} onFocusChange={onFocusChange} ref={handle} />
      {quote}
    </>
  )
  return (
    <div className={styles.body}>
      {draft.format === 'plain' ? (
        plain
      ) : (
        <Suspense fallback={plain}>
          <RichEditor
            ref={handle}
            html={htmlOf(draft)}
            label={t('body')}
            placeholder={t('bodyPlaceholder')}
            onChange={({ html, text }) => changeDraft(key, { html, text, htmlText: text })}
            onFiles={(files) => attachFiles(key, files)}
            onPicture={(file) => attachPicture(key, file)}
            pictureUrl={(cid) => pictureUrl(key, cid)}
            takesFocus={() => focused.current}
            fallback={plain}
          >
            {draft.quote === '' ? undefined : quote}
          </RichEditor>
        </Suspense>
      )}
    </div>
  )
}
