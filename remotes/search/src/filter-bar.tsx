import type { Mailbox } from '@atrium/mail-contracts'
import { useFolderName } from '@atrium/mail-ui'
import { useStrings, useLocale, type Translate } from '@atrium/remote'
import {
  Chip,
  Menu,
  MenuItem,
  MenuSeparator,
  classNames,
  Icon,
  type MenuTriggerProps,
  Button,
  Dialog,
  TextField,
} from '@atrium/ui'
import { type ReactNode, useId, useState, type FormEvent } from 'react'
import styles from './filter-bar.module.css'
import { hasValue, toggled, valueOf, withoutOperator, withOperator } from './query.ts'
import { findFolder, isoDay, parseDate } from './query-values.ts'
import { strings } from './strings.ts'
export interface FilterBarProps {
  readonly query: string
  readonly mailboxes: readonly Mailbox[]
  readonly onQuery: (query: string) => void
}

const switches = [
  ['is', 'unread', 'unread'],
  ['is', 'starred', 'starred'],
  ['has', 'attachment', 'hasAttachment'],
  ['from', 'me', 'fromMe'],
] as const

/** The filters of the search as chips. They are part of the query, so the address holds them. */
export function FilterBar({ query, mailboxes, onQuery }: FilterBarProps): ReactNode {
  const t = useStrings(strings)
  const named = (['from', 'to', 'subject'] as const).flatMap((operator) => {
    const value = valueOf(query, operator)
    return value === null || (operator === 'from' && value.toLowerCase() === 'me') ? [] : [{ operator, value }]
  })
  return (
    <div role="group" aria-label={t('filters')} className={styles.bar}>
      {named.map(({ operator, value }) => (
        <Chip
          key={operator}
          onRemove={() => onQuery(withoutOperator(query, operator))}
          removeLabel={t('removeFilter', { operator, value })}
        >
          {t('operatorChip', { operator, value })}
        </Chip>
      ))}
      {switches.map(([operator, value, text]) => (
        <Chip
          key={text}
          pressed={hasValue(query, operator, value)}
          onPress={() => onQuery(toggled(query, operator, value))}
        >
          {t(text)}
        </Chip>
      ))}
      <TimeMenu query={query} onQuery={onQuery} />
      <FolderMenu query={query} mailboxes={mailboxes} onQuery={onQuery} />
    </div>
  )
}

/** The folder to search. */
function FolderMenu({ query, mailboxes, onQuery }: FilterBarProps): ReactNode {
  const t = useStrings(strings)
  const folderName = useFolderName()
  const value = valueOf(query, 'in')
  const anywhere = value !== null && /^(anywhere|all)$/i.test(value)
  const selected = value === null || anywhere ? undefined : findFolder(mailboxes, value)
  const label = anywhere ? t('anywhere') : selected ? folderName(selected) : (value ?? t('allFolders'))
  return (
    <Menu
      label={t('folder')}
      trigger={(trigger) => (
        <MenuChip trigger={trigger} set={value !== null} label={t('folder')}>
          {label}
        </MenuChip>
      )}
    >
      <MenuItem radio checked={value === null} onSelect={() => onQuery(withoutOperator(query, 'in'))}>
        {t('allFolders')}
      </MenuItem>
      <MenuItem radio checked={anywhere} onSelect={() => onQuery(withOperator(query, 'in', 'anywhere'))}>
        {t('anywhere')}
      </MenuItem>
      <MenuSeparator />
      {mailboxes.map((mailbox) => (
        <MenuItem
          key={mailbox.id}
          radio
          checked={mailbox.id === selected?.id}
          onSelect={() => onQuery(withOperator(query, 'in', mailbox.role ?? mailbox.name))}
        >
          {folderName(mailbox)}
        </MenuItem>
      ))}
    </Menu>
  )
}

interface MenuChipProps {
  readonly trigger: MenuTriggerProps
  readonly set: boolean
  /** Names the choice for assistive technology. */
  readonly label: string
  readonly children: string
}

/** A chip that opens a menu. */
const MenuChip = ({ trigger, set, label, children }: MenuChipProps): ReactNode => (
  <button
    {...trigger}
    type="button"
    aria-label={`${label}: ${children}`}
    className={classNames(styles.menu, set && styles.set)}
  >
    {children}
    <Icon name="chevron-down" size={16} />
  </button>
)

interface RangeDialogProps {
  /** Without its date range. */
  readonly query: string
  readonly after: string | null
  readonly before: string | null
  readonly onQuery: (query: string) => void
  readonly onClose: () => void
}

/** `before:` excludes its day, and users mean the last day inclusive. */
const shifted = (day: string, by: number): string => {
  const date = parseDate(day, new Date())
  return date ? isoDay(new Date(date.getFullYear(), date.getMonth(), date.getDate() + by)) : ''
}

/** A dialog for a date range. Either end may be open. */
function RangeDialog({ query, after, before, onQuery, onClose }: RangeDialogProps): ReactNode {
  const t = useStrings(strings)
  const form = useId()
  const [first, setFirst] = useState(after === null ? '' : shifted(after, 0))
  const [last, setLast] = useState(before === null ? '' : shifted(before, -1))
  const wrong = first !== '' && last !== '' && first > last
  const apply = (event: FormEvent): void => {
    event.preventDefault()
    if (wrong) return
    const since = first === '' ? query : withOperator(query, 'after', first)
    onQuery(last === '' ? since : withOperator(since, 'before', shifted(last, 1)))
    onClose()
  }
  const footer = (
    <>
      <Button onClick={onClose}>{t('cancel')}</Button>
      <Button type="submit" form={form} variant="primary">
        {t('apply')}
      </Button>
    </>
  )
  return (
    <Dialog open title={t('rangeTitle')} closeLabel={t('close')} size="small" onClose={onClose} footer={footer}>
      <form id={form} onSubmit={apply} className={styles.range}>
        <TextField
          type="date"
          label={t('rangeFrom')}
          value={first}
          error={wrong ? t('rangeWrong') : null}
          onChange={(event) => setFirst(event.target.value)}
        />
        <TextField type="date" label={t('rangeTo')} value={last} onChange={(event) => setLast(event.target.value)} />
      </form>
    </Dialog>
  )
}

const spans = [
  ['7d', 'pastWeek'],
  ['1m', 'pastMonth'],
  ['1y', 'pastYear'],
] as const

const anyTime = (query: string): string => withoutOperator(withoutOperator(query, 'after'), 'before')

/** The value of a date filter. Null where it has none that is a date: it is searched for as text then. */
const dateOf = (query: string, operator: 'after' | 'before'): string | null => {
  const value = valueOf(query, operator)
  return value !== null && parseDate(value, new Date()) ? value : null
}

interface Wording {
  readonly t: Translate<(typeof strings)['en']>
  readonly locale: string
}

/** The label of the chip for the current date range. */
const labelOf = (query: string, { t, locale }: Wording): string => {
  const [after, before] = [dateOf(query, 'after'), dateOf(query, 'before')]
  const span = spans.find(([value]) => value === after)
  if (span && before === null) return t(span[1])
  const written = (value: string): string => {
    const date = parseDate(value, new Date())
    return date ? new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(date) : value
  }
  if (after !== null && before !== null) return t('range', { from: written(after), to: written(before) })
  if (after !== null) return t('since', { date: written(after) })
  return before === null ? t('anyTime') : t('until', { date: written(before) })
}

/** The date range: the past week, month or year, or a custom one. */
function TimeMenu({ query, onQuery }: Pick<FilterBarProps, 'query' | 'onQuery'>): ReactNode {
  const t = useStrings(strings)
  const { locale } = useLocale()
  const [dialogOpen, setDialogOpen] = useState(false)
  const [after, before] = [dateOf(query, 'after'), dateOf(query, 'before')]
  const set = after !== null || before !== null
  return (
    <>
      <Menu
        label={t('time')}
        trigger={(trigger) => (
          <MenuChip trigger={trigger} set={set} label={t('time')}>
            {labelOf(query, { t, locale })}
          </MenuChip>
        )}
      >
        <MenuItem radio checked={!set} onSelect={() => onQuery(anyTime(query))}>
          {t('anyTime')}
        </MenuItem>
        {spans.map(([value, text]) => (
          <MenuItem
            key={value}
            radio
            checked={after === value && before === null}
            onSelect={() => onQuery(withOperator(anyTime(query), 'after', value))}
          >
            {t(text)}
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuItem icon="calendar" onSelect={() => setDialogOpen(true)}>
          {t('customRange')}
        </MenuItem>
      </Menu>
      {dialogOpen && (
        <RangeDialog
          query={anyTime(query)}
          after={after}
          before={before}
          onQuery={onQuery}
          onClose={() => setDialogOpen(false)}
        />
      )}
    </>
  )
}
