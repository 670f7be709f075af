import { useMailboxes } from '@atrium/mail'
import type { SearchBoxProps } from '@atrium/mail-contracts'
import {
  Suggestion,
  SuggestionGroup,
  SuggestionHint,
  suggestionId,
  SuggestionList,
  useFolderName,
} from '@atrium/mail-ui'
import { type Translate, useStrings } from '@atrium/remote'
import { Button, Icon, SearchField } from '@atrium/ui'
import {
  useEffect,
  useId,
  useRef,
  useState,
  type FocusEvent,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
} from 'react'
import { tokensOf } from './query.ts'
import { forgetSearches, rememberSearch, useRecentSearches } from './recent-searches.ts'
import styles from './search-box.module.css'
import { strings } from './strings.ts'

/** A suggestion: a recent search, or an operator or value to append. */
export interface Completion {
  readonly kind: 'recent' | 'operator' | 'value'
  /** The text of the field after it is selected. */
  readonly query: string
  readonly label: string
  readonly help?: string
}

const operators = [
  ['from:', 'helpFrom'],
  ['to:', 'helpTo'],
  ['cc:', 'helpCc'],
  ['subject:', 'helpSubject'],
  ['has:attachment', 'helpHas'],
  ['is:unread', 'helpIsUnread'],
  ['is:starred', 'helpIsStarred'],
  ['filename:', 'helpFilename'],
  ['after:', 'helpAfter'],
  ['before:', 'helpBefore'],
  ['on:', 'helpOn'],
  ['larger:', 'helpLarger'],
  ['smaller:', 'helpSmaller'],
  ['list:', 'helpList'],
  ['in:', 'helpIn'],
] as const

const fixedValues: Readonly<Record<string, readonly string[]>> = {
  is: ['unread', 'starred', 'read', 'answered'],
  has: ['attachment'],
  after: ['today', 'yesterday', '7d', '1m', '1y'],
  before: ['today', 'yesterday', '7d', '1m', '1y'],
  on: ['today', 'yesterday'],
  larger: ['1M', '5M', '10M', '25M'],
  smaller: ['100k', '1M'],
  from: ['me'],
  to: ['me'],
  cc: ['me'],
}

const quoted = (value: string): string => (/\s/.test(value) ? `"${value}"` : value)

const valuesOf = (operator: string, folders: readonly string[]): readonly string[] =>
  operator === 'in' ? [...folders, 'anywhere'] : (fixedValues[operator] ?? [])

/** Filters suggested at once. Beyond it: the others are left out, as they would hide what is below. */
const maxFilters = 9

export interface CompletionSources {
  readonly recent: readonly string[]
  /** Names of folders. */
  readonly folders: readonly string[]
  readonly t: Translate<(typeof strings)['en']>
}

/** The suggestions for the text typed so far. */
export const completionsFor = (text: string, { recent, folders, t }: CompletionSources): readonly Completion[] => {
  const typed = text.trimStart().toLowerCase()
  const remembered = recent
    .filter((query) => query.toLowerCase().includes(typed.trim()) && query !== text.trim())
    .slice(0, typed === '' ? 6 : 3)
    .map((query): Completion => ({ kind: 'recent', query, label: query }))

  const last = /\s$/.test(text) ? undefined : tokensOf(text).at(-1)
  const before = last ? text.slice(0, text.lastIndexOf(last.source)) : text
  if (last?.operator && last.value !== undefined) {
    const { operator, value } = last
    const minus = last.negated ? '-' : ''
    const values = valuesOf(operator, folders).filter(
      (one) => one.toLowerCase().startsWith(value.toLowerCase()) && one.toLowerCase() !== value.toLowerCase(),
    )
    return [
      ...values.slice(0, 8).map((one): Completion => ({
        kind: 'value',
        query: `${before}${minus}${operator}:${quoted(one)} `,
        label: `${minus}${operator}:${quoted(one)}`,
      })),
      ...remembered,
    ]
  }
  const start = last?.value.toLowerCase() ?? ''
  const matching = operators
    .filter(([operator]) => operator.startsWith(start) && !text.includes(operator))
    .slice(0, maxFilters)
  return [
    ...remembered,
    ...matching.map(([operator, help]): Completion => ({
      kind: 'operator',
      query: `${before}${operator}${operator.endsWith(':') ? '' : ' '}`,
      label: operator,
      help: t(help),
    })),
  ]
}

/** The search field of the header, with recent searches and filters below it. */
export function SearchBox({ query, onSubmit, autoFocus = false }: SearchBoxProps): ReactNode {
  const t = useStrings(strings)
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  const input = useInitialFocus(autoFocus)
  const [width, setWidth] = useState<number>()
  const { text, setText, completions, active, setOpen, ...state } = useSearchBox(query, onSubmit)
  const open = (): void => {
    setWidth(box.current?.offsetWidth)
    setOpen(true)
  }
  const leave = (event: FocusEvent): void => {
    if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false)
  }
  const shown = completions.length > 0
  return (
    <search ref={box} onBlur={leave}>
      <SearchField
        {...{
          inputRef: input,
          shortcut: '/',
          value: text,
          onChange: setText,
          onSubmit: state.submit,
          onKeyDown: state.keyDown,
        }}
        label={t('searchMail')}
        clearLabel={t('clearSearch')}
        // Opened on pointer down, the list would be closed again by the click.
        onClick={open}
        spellCheck={false}
        maxLength={500}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={shown}
        aria-controls={id}
        aria-activedescendant={shown && active >= 0 ? suggestionId(id, active) : undefined}
      />
      {shown && (
        <Completions
          {...{ id, width, completions, active }}
          anchor={box}
          onSelect={state.select}
          onClose={() => setOpen(false)}
        />
      )}
    </search>
  )
}

/** Focuses the field if the user was typing in the placeholder that it replaced. */
function useInitialFocus(requested: boolean) {
  const input = useRef<HTMLInputElement>(null)
  const [atStart] = useState(requested)
  useEffect(() => {
    if (atStart) input.current?.focus()
  }, [atStart])
  return input
}

/** The text in the field, until another search is opened by a link, a chip or the back button. */
function useTyped(query: string): readonly [text: string, setText: (text: string) => void] {
  const [typed, setTyped] = useState({ text: query, query })
  if (typed.query !== query) setTyped({ text: query, query })
  return [typed.query === query ? typed.text : query, (text) => setTyped({ text, query })]
}

function useSearchBox(query: string, onSubmit: (query: string) => void) {
  const t = useStrings(strings)
  const folderName = useFolderName()
  const { list } = useMailboxes()
  const recent = useRecentSearches()
  const [text, type] = useTyped(query)
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(-1)

  // A submitted search is no longer being typed: what may follow it is a new word.
  const typed = text !== '' && text === query ? `${text} ` : text
  const completions = open ? completionsFor(typed, { recent, folders: list.map(folderName), t }) : []
  const setText = (next: string): void => {
    type(next)
    setActive(-1)
    setOpen(true)
  }
  const submit = (submitted: string): void => {
    setOpen(false)
    setActive(-1)
    type(submitted.trim())
    rememberSearch(submitted)
    onSubmit(submitted.trim())
  }
  const select = ({ kind, query: next }: Completion): void => (kind === 'recent' ? submit(next) : setText(next))
  const move = (by: number): void => {
    setOpen(true)
    // From the last one back into the field (-1), and on to the first.
    const places = completions.length + 1
    setActive(((active + 1 + by + places) % places) - 1)
  }
  const keyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    const selected = completions[active]
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') move(1)
    else if (event.key === 'ArrowUp') move(-1)
    else if (event.key === 'Enter' && selected) select(selected)
    else if (event.key === 'Escape' && completions.length > 0) setOpen(false)
    else return
    event.preventDefault()
  }
  return {
    text,
    setText,
    completions,
    active: Math.min(active, completions.length - 1),
    setOpen,
    submit,
    select,
    keyDown,
  }
}

interface CompletionsProps {
  readonly id: string
  readonly anchor: RefObject<HTMLElement | null>
  /** Pixels: the width of the field. */
  readonly width: number | undefined
  readonly completions: readonly Completion[]
  /** Index of the one that Enter selects; -1 for none. */
  readonly active: number
  readonly onSelect: (completion: Completion) => void
  readonly onClose: () => void
}

/** Recent searches and filters below the field; whichever fits better comes first. */
function Completions({ id, anchor, width, completions, active, onSelect, onClose }: CompletionsProps): ReactNode {
  const t = useStrings(strings)
  const options = (isShown: (completion: Completion) => boolean): ReactNode[] =>
    completions.flatMap((completion, index) =>
      isShown(completion)
        ? [
            <Suggestion
              key={completion.query}
              listId={id}
              index={index}
              active={index === active}
              onSelect={() => onSelect(completion)}
            >
              {completion.kind === 'recent' && <Icon name="history" size={16} />}
              <span className={completion.kind === 'recent' ? styles.recent : styles.operator}>{completion.label}</span>
              {completion.help && <span className={styles.help}>{completion.help}</span>}
            </Suggestion>,
          ]
        : [],
    )
  const recent = options(({ kind }) => kind === 'recent')
  const filters = options(({ kind }) => kind !== 'recent')
  const clear = (
    <Button
      variant="quiet"
      size="small"
      tabIndex={-1}
      onMouseDown={(event) => event.preventDefault()}
      onClick={forgetSearches}
    >
      {t('clearRecent')}
    </Button>
  )
  const groups = [
    recent.length > 0 && (
      <SuggestionGroup key="recent" label={t('recent')} action={clear}>
        {recent}
      </SuggestionGroup>
    ),
    filters.length > 0 && (
      <SuggestionGroup key="filters" label={t('filters')}>
        {filters}
      </SuggestionGroup>
    ),
  ]
  return (
    <SuggestionList id={id} label={t('suggestions')} anchor={anchor} width={width} onClose={onClose}>
      {completions[0]?.kind === 'recent' ? groups : groups.toReversed()}
      <SuggestionHint>{t('hintQuotes')}</SuggestionHint>
    </SuggestionList>
  )
}
