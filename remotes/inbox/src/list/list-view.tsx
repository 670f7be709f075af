import type { ListQuery } from '@atrium/mail'
import { useStrings } from '@atrium/remote'
import type { EmailFilter, EmailFilterCondition } from '@atrium/mail-contracts'
import { Button, IconButton, Menu, MenuHeading, MenuItem, MenuSeparator } from '@atrium/ui'
import type { ReactNode } from 'react'
import { strings } from '../strings.ts'

/** Which conversations of a folder are listed, and in which order. */
export interface ListView {
  readonly filter: keyof typeof conditions
  readonly order: keyof typeof orders
}

const conditions = {
  all: {},
  unread: { notKeyword: '$seen' },
  starred: { hasKeyword: '$flagged' },
  files: { hasAttachment: true },
} as const satisfies Record<string, ListQuery['filter']>

const orders = {
  newest: { property: 'receivedAt', isAscending: false },
  oldest: { property: 'receivedAt', isAscending: true },
  sender: { property: 'from', isAscending: true },
  subject: { property: 'subject', isAscending: true },
  largest: { property: 'size', isAscending: false },
} as const

export const wholeList: ListView = { filter: 'all', order: 'newest' }

/** What is listed of everything that meets `whole`. */
export function queryOf(whole: EmailFilter, { filter, order }: ListView): Pick<ListQuery, 'filter' | 'sort'> {
  const condition: EmailFilterCondition = conditions[filter]
  const plain = !('operator' in whole) && Object.keys(condition).every((key) => !(key in whole))
  const both: EmailFilter = { operator: 'AND', conditions: [whole, condition] }
  return {
    filter: filter === 'all' ? whole : plain ? { ...whole, ...condition } : both,
    sort: [orders[order]],
  }
}

const filterTexts = {
  all: 'filterAll',
  unread: 'filterUnread',
  starred: 'filterStarred',
  files: 'filterFiles',
} as const satisfies Record<ListView['filter'], string>

const orderTexts = {
  newest: 'orderNewest',
  oldest: 'orderOldest',
  sender: 'orderSender',
  subject: 'orderSubject',
  largest: 'orderLargest',
} as const satisfies Record<ListView['order'], string>

const keysOf = <Key extends string>(table: Readonly<Record<Key, unknown>>): Key[] => Object.keys(table) as Key[]

export interface ListViewMenuProps {
  readonly view: ListView
  readonly onChange: (view: ListView) => void
}

/** Chooses what a folder lists. A filter that is on is named beside the menu, and taken off there. */
export function ListViewMenu({ view, onChange }: ListViewMenuProps): ReactNode {
  const t = useStrings(strings)
  const isDefault = view.filter === wholeList.filter && view.order === wholeList.order
  return (
    <>
      {view.filter !== 'all' && (
        <Button size="small" icon="close" onClick={() => onChange({ ...view, filter: 'all' })}>
          {t(filterTexts[view.filter])}
        </Button>
      )}
      <Menu
        label={t('listView')}
        placement="bottom-end"
        trigger={(props) => (
          <IconButton {...props} icon="filter" size="small" label={t('listView')} pressed={!isDefault} />
        )}
      >
        <MenuHeading>{t('listFilter')}</MenuHeading>
        {keysOf(filterTexts).map((filter) => (
          <MenuItem key={filter} radio checked={view.filter === filter} onSelect={() => onChange({ ...view, filter })}>
            {t(filterTexts[filter])}
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuHeading>{t('listOrder')}</MenuHeading>
        {keysOf(orderTexts).map((order) => (
          <MenuItem key={order} radio checked={view.order === order} onSelect={() => onChange({ ...view, order })}>
            {t(orderTexts[order])}
          </MenuItem>
        ))}
      </Menu>
    </>
  )
}
