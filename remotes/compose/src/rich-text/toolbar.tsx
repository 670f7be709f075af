import { useStrings } from '@atrium/remote'
import { Button, Popover, TextField, Tooltip } from '@atrium/ui'
import Baseline from 'lucide-react/icons/baseline'
import Bold from 'lucide-react/icons/bold'
import Code from 'lucide-react/icons/code'
import Italic from 'lucide-react/icons/italic'
import Link from 'lucide-react/icons/link'
import List from 'lucide-react/icons/list'
import ListOrdered from 'lucide-react/icons/list-ordered'
import RemoveFormatting from 'lucide-react/icons/remove-formatting'
import SquareCode from 'lucide-react/icons/square-code'
import Strikethrough from 'lucide-react/icons/strikethrough'
import TextQuote from 'lucide-react/icons/text-quote'
import Underline from 'lucide-react/icons/underline'
import type { Command, EditorState } from 'prosemirror-state'
import {
  useLayoutEffect,
  useRef,
  useState,
  type ComponentProps,
  type ComponentType,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
} from 'react'
import { strings } from '../strings.ts'
import {
  clearFormatting,
  colours,
  isActive,
  linkAt,
  readableColour,
  setColour,
  setLink,
  toggles,
  urlOf,
  type Format,
} from './commands.ts'
import styles from './rich-text.module.css'

type ToolIcon = ComponentType<{ readonly size: number; readonly 'aria-hidden': true }>

interface ToolProps extends Omit<ComponentProps<'button'>, 'children'> {
  readonly icon: ToolIcon
  readonly label: string
  readonly shortcut?: string | undefined
  /** Its name within the toolbar, and the one that Tab goes to. */
  readonly name: string
  readonly stop: string
}

/** A press leaves the focus, and with it the selection, in the text. */
function Tool({ icon: Glyph, label, shortcut, name, stop, ...attributes }: ToolProps): ReactNode {
  return (
    <Tooltip text={label} shortcut={shortcut} placement="top" describes={false}>
      <button
        type="button"
        {...attributes}
        tabIndex={name === stop ? 0 : -1}
        data-tool={name}
        aria-label={label}
        className={styles.tool}
        onPointerDown={(event) => event.preventDefault()}
        onMouseDown={(event) => event.preventDefault()}
      >
        <Glyph size={18} aria-hidden />
      </button>
    </Tooltip>
  )
}

const formats = [
  ['bold', Bold, 'B'],
  ['italic', Italic, 'I'],
  ['underline', Underline, 'U'],
  ['strike', Strikethrough, 'Shift+X'],
  ['bullets', List, 'Shift+8'],
  ['numbers', ListOrdered, 'Shift+7'],
  ['quote', TextQuote, 'Shift+9'],
  ['code', Code, null],
  ['preformatted', SquareCode, null],
] as const satisfies readonly (readonly [Format, ToolIcon, string | null])[]

const isMac = (): boolean => /mac|iphone|ipad/i.test(navigator.userAgent)
const shortcutOf = (keys: string): string => (isMac() ? `⌘${keys.replace('Shift+', '⇧')}` : `Ctrl+${keys}`)

interface LinkFormProps {
  readonly state: EditorState
  readonly anchor: RefObject<HTMLButtonElement | null>
  readonly onClose: () => void
  readonly run: (command: Command) => void
}

/** Where a link leads: typed, changed or removed. */
function LinkForm({ state, anchor, onClose, run }: LinkFormProps): ReactNode {
  const t = useStrings(strings)
  const [existing] = useState(() => linkAt(state)?.href ?? null)
  const [address, setAddress] = useState(existing ?? '')
  const [wrong, setWrong] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  useLayoutEffect(() => form.current?.querySelector('input')?.focus(), [])
  const apply = (href: string | null): void => {
    onClose()
    run(setLink(href))
  }
  const submit = (): void => {
    const url = urlOf(address)
    if (url === null) setWrong(true)
    else apply(url)
  }
  return (
    <Popover open anchor={anchor} placement="top-start" label={t('link')} onClose={onClose} className={styles.linkForm}>
      <form
        ref={form}
        onSubmit={(event) => {
          event.preventDefault()
          // Of the popover; the message is no form of it.
          event.stopPropagation()
          submit()
        }}
      >
        <TextField
          label={t('linkAddress')}
          value={address}
          error={wrong ? t('linkInvalid') : undefined}
          onChange={(event) => {
            setAddress(event.target.value)
            setWrong(false)
          }}
        />
        <span className={styles.linkActions}>
          {existing !== null && (
            <Button size="small" variant="quiet" onClick={() => apply(null)}>
              {t('removeLink')}
            </Button>
          )}
          <Button size="small" variant="primary" type="submit">
            {t('applyLink')}
          </Button>
        </span>
      </form>
    </Popover>
  )
}

const colourNames = ['colourRed', 'colourOrange', 'colourGreen', 'colourBlue', 'colourPurple', 'colourGrey'] as const

function ColourChoice({ anchor, onClose, run }: Omit<LinkFormProps, 'state'>): ReactNode {
  const t = useStrings(strings)
  const choose = (value: string | null): void => {
    onClose()
    run(setColour(value))
  }
  return (
    <Popover
      open
      anchor={anchor}
      placement="top-start"
      label={t('textColour')}
      onClose={onClose}
      className={styles.colours}
    >
      <button type="button" aria-label={t('colourNone')} className={styles.swatch} onClick={() => choose(null)}>
        A
      </button>
      {colours.map((colour, index) => (
        <button
          key={colour}
          type="button"
          aria-label={t(colourNames[index] ?? 'colourNone')}
          className={styles.swatch}
          style={{ color: readableColour(colour) }}
          onClick={() => choose(colour)}
        >
          A
        </button>
      ))}
    </Popover>
  )
}

/** One stop for Tab; the arrows go from tool to tool (WAI-ARIA, toolbar). */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity }[event.key]
  if (step === undefined) return
  const tools = [...event.currentTarget.querySelectorAll<HTMLButtonElement>(`.${styles.tool}`)]
  const at = tools.indexOf(document.activeElement as HTMLButtonElement)
  const next = Number.isFinite(step) ? (at + step + tools.length) % tools.length : step > 0 ? tools.length - 1 : 0
  event.preventDefault()
  tools[next]?.focus()
}

interface ToolbarProps {
  readonly state: EditorState
  readonly run: (command: Command) => void
  /** Opens the link form; its shortcut works in the text, too. */
  readonly linkOpen: boolean
  readonly onLinkOpen: (open: boolean) => void
}

/** What can be done to the text that is selected. */
export function Toolbar({ state, run, linkOpen, onLinkOpen }: ToolbarProps): ReactNode {
  const t = useStrings(strings)
  const [colouring, setColouring] = useState(false)
  const [stop, setStop] = useState<string>('bold')
  const link = useRef<HTMLButtonElement>(null)
  const colour = useRef<HTMLButtonElement>(null)
  return (
    <div
      role="toolbar"
      aria-label={t('formatting')}
      className={styles.toolbar}
      onKeyDown={moveFocus}
      onFocus={({ target }) => setStop(target.dataset['tool'] ?? stop)}
    >
      {formats.map(([format, icon, keys]) => (
        <Tool
          key={format}
          name={format}
          stop={stop}
          icon={icon}
          label={t(`format-${format}`)}
          shortcut={keys === null ? undefined : shortcutOf(keys)}
          aria-pressed={isActive(state, format)}
          onClick={() => run(toggles[format])}
        />
      ))}
      <Tool
        ref={link}
        name="link"
        stop={stop}
        icon={Link}
        label={t('link')}
        shortcut={shortcutOf('K')}
        aria-haspopup="dialog"
        aria-expanded={linkOpen}
        onClick={() => onLinkOpen(true)}
      />
      <Tool
        ref={colour}
        name="colour"
        stop={stop}
        icon={Baseline}
        label={t('textColour')}
        aria-haspopup="dialog"
        aria-expanded={colouring}
        onClick={() => setColouring(true)}
      />
      <Tool
        name="clear"
        stop={stop}
        icon={RemoveFormatting}
        label={t('clearFormatting')}
        shortcut={shortcutOf('\\')}
        onClick={() => run(clearFormatting)}
      />
      {linkOpen && <LinkForm state={state} anchor={link} run={run} onClose={() => onLinkOpen(false)} />}
      {colouring && <ColourChoice anchor={colour} run={run} onClose={() => setColouring(false)} />}
    </div>
  )
}
