import { baseKeymap } from 'prosemirror-commands'
import { history, redo, undo } from 'prosemirror-history'
import { inputRules, wrappingInputRule } from 'prosemirror-inputrules'
import { keymap } from 'prosemirror-keymap'
import type { Mark, Node } from 'prosemirror-model'
import { type Command, EditorState, Selection } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { useEffect, useEffectEvent, useImperativeHandle, useRef, useState, type ReactNode, type Ref } from 'react'
import { classNames } from '@atrium/ui'
import { readableColour, shortcuts } from './commands.ts'
import { documentOf, htmlOfDocument, htmlReader, sliceOf, type WrittenHtml } from './html.ts'
import styles from './rich-text.module.css'
import { schema } from './schema.ts'
import { Toolbar } from './toolbar.tsx'

/** What the form does with the text, whatever it is written in. */
export interface BodyHandle {
  /** @param toStart Puts the cursor before everything. */
  readonly focus: (toStart: boolean) => void
}

export interface RichEditorProps {
  /** What is to be shown; what the editor itself has reported last changes nothing. */
  readonly html: string
  readonly label: string
  readonly placeholder: string
  readonly onChange: (written: WrittenHtml) => void
  readonly onFiles: (files: readonly File[]) => void
  /** Takes a picture into the message and returns the `cid:` address that the text refers to it by; null: it does not fit. */
  readonly onPicture: (file: File) => string | null
  /** Where a picture of the message can be loaded from, by its Content-ID; undefined while it cannot. */
  readonly pictureUrl: (cid: string) => string | undefined
  /** Whether the text it replaces had the focus. */
  readonly takesFocus: () => boolean
  /** Between the text and the tools. */
  readonly children?: ReactNode
  readonly ref?: Ref<BodyHandle>
}

const rules = inputRules({
  rules: [
    wrappingInputRule(/^\s*[-*]\s$/, schema.nodes.bullet_list),
    wrappingInputRule(
      /^(\d{1,3})[.)]\s$/,
      schema.nodes.ordered_list,
      (match) => ({ order: Number(match[1]) }),
      (match, node) => node.childCount + Number(node.attrs['order']) === Number(match[1]),
    ),
    wrappingInputRule(/^\s*>\s$/, schema.nodes.blockquote),
  ],
})

const emptyDocument = (): Node => schema.node('doc', null, [schema.node('paragraph')])

/** A mark as the theme shows it; what is sent has the colour itself. */
function themed(property: 'color' | 'backgroundColor', shown: (value: string) => string) {
  return ({ attrs }: Mark) => {
    const dom = document.createElement('span')
    dom.style[property] = shown(String(attrs['value']))
    return { dom }
  }
}

/** A picture of the message; one from elsewhere is not loaded while writing, and is sent as it is. */
function pictureView({ attrs }: Node, pictureUrl: RichEditorProps['pictureUrl']): { readonly dom: HTMLElement } {
  const source = String(attrs['src'] ?? '')
  const cid = /^cid:(.+)$/i.exec(source)?.[1]
  const url = cid === undefined ? (source.startsWith('data:image/') ? source : undefined) : pictureUrl(cid)
  const alt = String(attrs['alt'] ?? '')
  if (url === undefined) {
    const dom = document.createElement('span')
    dom.className = styles.missing ?? ''
    dom.textContent = alt
    dom.setAttribute('role', 'img')
    dom.setAttribute('aria-label', alt)
    return { dom }
  }
  const dom = document.createElement('img')
  dom.src = url
  dom.alt = alt
  const width = Number(attrs['width'])
  if (width > 0) dom.width = width
  return { dom }
}

const isPicture = ({ type }: File): boolean => /^image\/(?:png|jpeg|gif|webp|avif)$/.test(type)

interface Events {
  readonly files: (files: readonly File[], at: number | null) => void
  /** Inserts what HTML of the clipboard says, at a position or in place of the selection. */
  readonly html: (html: string, text: string, at: number | null) => void
}

/** Pastes and drops are read here: the library would assign HTML to an element, which the page's policy refuses. */
const eventsOf = ({ files, html }: Events) => ({
  paste: (view: EditorView, event: ClipboardEvent): boolean => {
    const data = event.clipboardData
    if (!data) return false
    const markup = data.getData('text/html')
    const text = data.getData('text/plain')
    // A copied table is text and a picture of it: the text is meant.
    if (data.files.length > 0 && text === '') files([...data.files], null)
    else if (markup !== '' && !view.state.selection.$from.parent.type.spec.code) html(markup, text, null)
    else return false
    event.preventDefault()
    return true
  },
  drop: (view: EditorView, event: DragEvent): boolean => {
    const data = event.dataTransfer
    if (!data || view.dragging) return false
    const at = view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos ?? null
    const markup = data.getData('text/html')
    // Files that are not pictures go to the window around, which takes them as attachments.
    if (data.files.length > 0) {
      if (![...data.files].every(isPicture)) return true
      files([...data.files], at)
      event.stopPropagation()
    } else if (markup !== '') html(markup, data.getData('text/plain'), at)
    else return false
    event.preventDefault()
    return true
  },
})

/** Inserts HTML of elsewhere once it has been through the sanitiser; as text where that is not to be had. */
function insertHtml(view: EditorView, { html, text, at }: { html: string; text: string; at: number | null }): void {
  const insert = (transaction: EditorState['tr']): void =>
    view.dispatch(transaction.scrollIntoView().setMeta('paste', true).setMeta('uiEvent', 'paste'))
  const place = (): EditorState['tr'] => {
    const { tr } = view.state
    return at === null ? tr : tr.setSelection(Selection.near(tr.doc.resolve(Math.min(at, tr.doc.content.size))))
  }
  void htmlReader().then(
    (reader) => view.isDestroyed || insert(place().replaceSelection(sliceOf(html, reader))),
    () => view.isDestroyed || insert(place().insertText(text)),
  )
}

interface TakenFiles {
  readonly files: readonly File[]
  /** Where they were dropped; null: in place of the selection. */
  readonly at: number | null
}

function insertFiles(view: EditorView, props: RichEditorProps, { files, at }: TakenFiles): void {
  const others = files.filter((file) => !isPicture(file))
  if (others.length > 0) props.onFiles(others)
  const pictures = files.filter(isPicture).flatMap((file) => {
    const src = props.onPicture(file)
    return src === null ? [] : [schema.node('image', { src, alt: file.name })]
  })
  const { tr } = view.state
  if (at !== null) tr.setSelection(Selection.near(tr.doc.resolve(at)))
  for (const picture of pictures) tr.replaceSelectionWith(picture, false)
  if (pictures.length > 0) view.dispatch(tr.scrollIntoView())
}

interface EditorParts {
  /** Of the properties of the last render. */
  readonly props: () => RichEditorProps
  readonly onState: (state: EditorState) => void
  readonly onLink: () => void
}

const isEmpty = ({ doc }: EditorState): boolean =>
  doc.childCount === 1 && doc.firstChild?.type === schema.nodes.paragraph && doc.firstChild.content.size === 0

function createState(doc: Node, openLink: () => void): EditorState {
  const link: Command = () => (openLink(), true)
  return EditorState.create({
    doc,
    plugins: [
      rules,
      keymap({ ...shortcuts, 'Mod-k': link, 'Mod-z': undo, 'Mod-y': redo, 'Shift-Mod-z': redo }),
      keymap(baseKeymap),
      history(),
    ],
  })
}

function createView(place: HTMLElement, { props, onState, onLink }: EditorParts): EditorView {
  const view: EditorView = new EditorView(place, {
    state: createState(emptyDocument(), onLink),
    dispatchTransaction: (transaction) => {
      const state = view.state.apply(transaction)
      view.updateState(state)
      onState(state)
      if (transaction.docChanged && transaction.getMeta('shown') === undefined)
        props().onChange(htmlOfDocument(state.doc))
    },
    attributes: (state) => ({
      class: `${styles.text ?? ''} ${isEmpty(state) ? (styles.empty ?? '') : ''}`,
      role: 'textbox',
      'aria-multiline': 'true',
      'aria-label': props().label,
      'data-placeholder': props().placeholder,
      dir: 'auto',
      spellcheck: 'true',
    }),
    nodeViews: { image: (node) => pictureView(node, props().pictureUrl) },
    markViews: {
      color: themed('color', readableColour),
      background: themed('backgroundColor', (value) => `color-mix(in oklch, ${value} 30%, transparent)`),
    },
    handleDOMEvents: eventsOf({
      files: (files, at) => insertFiles(view, props(), { files, at }),
      html: (html, text, at) => insertHtml(view, { html, text, at }),
    }),
  })
  return view
}

/** Shows HTML that did not come from the editor itself; the cursor stays as near as it can. */
async function show(view: EditorView, html: string): Promise<void> {
  const doc = html === '' ? emptyDocument() : documentOf(html, await htmlReader())
  if (view.isDestroyed) return
  const { tr, selection } = view.state
  const at = view.hasFocus() ? selection.head : 0
  tr.replaceWith(0, tr.doc.content.size, doc.content)
  tr.setSelection(Selection.near(tr.doc.resolve(Math.min(at, tr.doc.content.size))))
  view.dispatch(tr.setMeta('shown', true).setMeta('addToHistory', false))
}

/** The body of a message with formatting, and the tools for it. */
export function RichEditor(props: RichEditorProps): ReactNode {
  const { html, children, ref } = props
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const known = useRef('')
  const [state, setState] = useState<EditorState | null>(null)
  const [linking, setLinking] = useState(false)
  const current = useRef(props)
  useEffect(() => {
    current.current = {
      ...props,
      onChange: (written) => {
        known.current = written.html
        props.onChange(written)
      },
    }
  })
  const start = useEffectEvent((element: HTMLElement) => {
    const created = createView(element, {
      props: () => current.current,
      onState: setState,
      onLink: () => setLinking(true),
    })
    setState(created.state)
    if (props.takesFocus()) created.focus()
    return created
  })
  useEffect(() => {
    if (!place.current) return
    const created = start(place.current)
    view.current = created
    return () => {
      view.current = null
      created.destroy()
    }
  }, [])
  useEffect(() => {
    if (html === known.current || !view.current) return
    known.current = html
    void show(view.current, html)
  }, [html])
  useImperativeHandle(
    ref,
    () => ({
      focus: (toStart) => {
        const now = view.current
        if (toStart) now?.dispatch(now.state.tr.setSelection(Selection.atStart(now.state.doc)))
        now?.focus()
      },
    }),
    [],
  )
  const run = (command: Command): void => {
    const now = view.current
    if (!now) return
    command(now.state, now.dispatch, now)
    now.focus()
  }
  return (
    <>
      <div ref={place} className={classNames(styles.place, children !== undefined && styles.above)} />
      {children}
      {state && <Toolbar state={state} run={run} linkOpen={linking} onLinkOpen={setLinking} />}
    </>
  )
}
