import { navigate, Slot, useCommands, useDirectory } from '@atrium/host'
import type { OfferedCommand } from '@atrium/mail-contracts'
import { useContributions, useLocale, useStrings, workspace } from '@atrium/remote'
import { Dialog, foldText, Icon, Kbd, TextField, type IconName } from '@atrium/ui'
import { useEffect, useEffectEvent, useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { flushSync } from 'react-dom'
import { searchAddress } from './composition.ts'
import { navigationItems, titleIn } from './frame/navigation.tsx'
import styles from './palette.module.css'
import { strings } from './strings.ts'

/** Commands that were run lately and come first. Beyond it: the oldest is forgotten. */
const maxRecent = 5
/** Commands shown at once. Beyond it: more letters are needed to find the others. */
const maxShown = 50

const recentKey = (): string => `atrium:palette:${workspace.getState().session?.accountId}`

/** What was run lately, the last one first. What no page has written is ignored. */
function readRecent(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(recentKey()) ?? '[]')
    return Array.isArray(stored) ? stored.filter((each) => typeof each === 'string').slice(0, maxRecent) : []
  } catch {
    return []
  }
}

function rememberRecent(id: string): void {
  try {
    const next = [id, ...readRecent().filter((each) => each !== id)].slice(0, maxRecent)
    localStorage.setItem(recentKey(), JSON.stringify(next))
  } catch {
    // Storage is full or forbidden: the next palette starts without it.
  }
}

/** The commands that have all words of a query in their title: those that begin with it first. */
export function findCommands(
  commands: readonly OfferedCommand[],
  query: string,
  recent: readonly string[],
): readonly OfferedCommand[] {
  const wanted = foldText(query).trim()
  const words = wanted.split(/\s+/u)
  const rank = ({ id, title }: OfferedCommand): number => {
    if (wanted !== '') return foldText(title).startsWith(wanted) ? 0 : 1
    const at = recent.indexOf(id)
    return at === -1 ? recent.length : at
  }
  return commands
    .filter(({ title }) => words.every((word) => foldText(title).includes(word)))
    .toSorted((one, other) => rank(one) - rank(other))
    .slice(0, maxShown)
}

interface PaletteProps {
  readonly onCompose: () => void
  /** Runs a command of a remote; a failure is shown. */
  readonly onRun: (run: () => Promise<void>) => void
  readonly onClose: () => void
}

/** What the shell itself offers: a new message, pages, and the commands that need no list. */
function useOwnCommands({ onCompose, onRun }: PaletteProps): readonly OfferedCommand[] {
  const t = useStrings(strings)
  const { locale } = useLocale()
  const directory = useDirectory()
  const contributed = useCommands()
  return useMemo(() => {
    const pages = navigationItems({ directory, address: '', locale, badges: {}, onIntent: () => undefined })
    return [
      { id: 'compose', title: t('newMessage'), icon: 'compose', shortcut: 'c', run: onCompose },
      ...contributed.map(({ id, title, icon, shortcut, run }) => ({
        ...{ id, icon, shortcut, title: titleIn(title, locale) },
        run: () => onRun(run),
      })),
      ...pages.map(({ id, label, icon, onOpen }) => ({
        ...{ id: `page:${id}`, icon, run: onOpen },
        title: t('goTo', { name: label }),
      })),
    ]
  }, [t, locale, directory, contributed, onCompose, onRun])
}

/** The lists that remotes contribute to `command.list`, as they are now. */
function useOffered() {
  const [lists, setLists] = useState<Readonly<Record<string, readonly OfferedCommand[]>>>({})
  const contributions = useContributions('command.list')
  const views = contributions.map(({ view }) => view)
  const receivers = useMemo(
    () =>
      new Map(
        contributions.map(({ view }) => [
          view,
          (commands: readonly OfferedCommand[]) => setLists((old) => ({ ...old, [view]: commands })),
        ]),
      ),
    [contributions],
  )
  return {
    /** Every remote has said what it offers. */
    complete: views.every((view) => lists[view] !== undefined),
    commands: views.flatMap((view) => lists[view] ?? []),
    sources: views.map((view) => (
      <Slot
        key={view}
        name="command.list"
        only={view}
        placeholder={<></>}
        props={{ navigate, onCommands: receivers.get(view) }}
      />
    )),
  }
}

/** Everything that can be done, found by typing: commands, folders, pages and settings of all remotes. */
export default function Palette(props: PaletteProps): ReactNode {
  const { onClose } = props
  const t = useStrings(strings)
  const listId = useId()
  const field = useRef<HTMLInputElement>(null)
  const [query, setQuery] = useState('')
  const [active, setActive] = useState(0)
  const [recent] = useState(readRecent)
  const offered = useOffered()
  const own = useOwnCommands(props)
  const searching: OfferedCommand = {
    id: 'search',
    title: t('searchFor', { query: query.trim() }),
    icon: 'search',
    run: () => navigate(searchAddress(query)),
  }
  const found = findCommands([...offered.commands, ...own], query, recent)
  const shown = query.trim() === '' ? found : [...found, searching]
  useEffect(() => field.current?.focus(), [])
  useEffect(() => {
    document.getElementById(`${listId}-${active}`)?.scrollIntoView({ block: 'nearest' })
  }, [active, listId])
  const choose = (command: OfferedCommand | undefined): void => {
    if (!command) return
    if (command.id !== 'search') rememberRecent(command.id)
    // The focus is back where it was before the command looks for what to act on.
    flushSync(onClose)
    command.run()
  }
  // Who types fast presses Enter before all lists are here: what they meant is then first.
  const [awaited, setAwaited] = useState(false)
  const chooseFirst = useEffectEvent(() => choose(shown[0]))
  useEffect(() => {
    if (awaited && offered.complete) chooseFirst()
  }, [awaited, offered.complete])
  const press = (): void => {
    if (shown[active]?.id === 'search' && !offered.complete && !awaited) setAwaited(true)
    else choose(shown[active])
  }
  const keyDown = (event: KeyboardEvent): void => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (by !== undefined && shown.length > 0) setActive((active + by + shown.length) % shown.length)
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) press()
    else return
    event.preventDefault()
  }
  return (
    <Dialog open onClose={onClose} title={t('palette')} closeLabel={t('dismiss')} size="medium">
      {offered.sources}
      <TextField
        ref={field}
        label={t('palette')}
        labelHidden
        placeholder={t('paletteHint')}
        icon="search"
        role="combobox"
        autoComplete="off"
        aria-expanded
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={shown.length > 0 ? `${listId}-${active}` : undefined}
        value={query}
        onChange={({ target }) => {
          setQuery(target.value)
          setActive(0)
        }}
        onKeyDown={keyDown}
      />
      <div id={listId} role="listbox" aria-label={t('palette')} className={styles.list}>
        {shown.map((command, index) => (
          <div
            key={command.id}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === active}
            className={styles.option}
            onPointerMove={() => setActive(index)}
            onClick={() => choose(command)}
          >
            <Icon name={(command.icon ?? 'puzzle') as IconName} size={16} />
            <bdi className={styles.title}>{command.title}</bdi>
            {command.shortcut?.split(' ').map((key) => (
              <Kbd key={key}>{key}</Kbd>
            ))}
          </div>
        ))}
      </div>
    </Dialog>
  )
}
