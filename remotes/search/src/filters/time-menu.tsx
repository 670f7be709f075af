import { Menu, MenuItem, MenuSeparator } from '@atrium/ui'
import { useLocale, useMessages, type Translate } from '@atrium/remote'
import { useState, type ReactNode } from 'react'
import { messages } from '../messages.ts'
import { valueOf, withOperator, withoutOperator } from '../query/edit-query.ts'
import { parseDate } from '../query/parse-date.ts'
import type { FilterBarProps } from './filter-bar.tsx'
import { MenuChip } from './menu-chip.tsx'
import { RangeDialog } from './range-dialog.tsx'

const spans = [
  ['7d', 'pastWeek'],
  ['1m', 'pastMonth'],
  ['1y', 'pastYear'],
] as const

const anyTime = (query: string): string => withoutOperator(withoutOperator(query, 'after'), 'before')

interface Wording {
  readonly t: Translate<(typeof messages)['en']>
  readonly locale: string
}

/** What the chip says of the time that is in force. */
const labelOf = (query: string, { t, locale }: Wording): string => {
  const [after, before] = [valueOf(query, 'after'), valueOf(query, 'before')]
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

/** From when: the past week, month or year, or days of one's own. */
export function TimeMenu({ query, onQuery }: Pick<FilterBarProps, 'query' | 'onQuery'>): ReactNode {
  const t = useMessages(messages)
  const { locale } = useLocale()
  const [choosing, setChoosing] = useState(false)
  const [after, before] = [valueOf(query, 'after'), valueOf(query, 'before')]
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
        <MenuItem icon="calendar" onSelect={() => setChoosing(true)}>
          {t('customRange')}
        </MenuItem>
      </Menu>
      {choosing && <RangeDialog query={anyTime(query)} after={after} before={before} onQuery={onQuery} onClose={() => setChoosing(false)} />}
    </>
  )
}
