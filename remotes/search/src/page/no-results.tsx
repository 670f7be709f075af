import { Button, EmptyState, cleanText } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'
import { valueOf, withOperator, withoutOperator } from '../query/edit-query.ts'
import { isOperator, tokensOf } from '../query/tokens.ts'

export interface NoResultsProps {
  readonly query: string
  readonly onQuery: (query: string) => void
}

/** The one thing that most likely helps: fewer filters, or more places. */
export function NoResults({ query, onQuery }: NoResultsProps): ReactNode {
  const t = useMessages(messages)
  const title = t('emptyTitle', { query: `\u2068${cleanText(query)}\u2069` })
  const tokens = tokensOf(query)
  const words = tokens.filter((token) => !isOperator(token)).map(({ source }) => source).join(' ')
  if (words !== '' && words !== query.trim()) {
    return (
      <EmptyState
        icon="search"
        title={title}
        detail={t('emptyDetailFiltered')}
        action={<Button onClick={() => onQuery(words)}>{t('withoutFilters')}</Button>}
      />
    )
  }
  if (valueOf(query, 'in') === null) {
    return (
      <EmptyState
        icon="search"
        title={title}
        detail={t('emptyDetail')}
        action={<Button onClick={() => onQuery(withOperator(query, 'in', 'anywhere'))}>{t('searchAnywhere')}</Button>}
      />
    )
  }
  return (
    <EmptyState icon="search" title={title} detail={t('emptyDetailAnywhere')} action={<Button onClick={() => onQuery('')}>{t('clear')}</Button>} />
  )
}

export interface NoFolderProps extends NoResultsProps {
  readonly folder: string
}

/** A folder was named that is not there: searching all of them instead would answer another question. */
export function NoFolder({ folder, query, onQuery }: NoFolderProps): ReactNode {
  const t = useMessages(messages)
  return (
    <EmptyState
      icon="folder"
      title={t('noFolderTitle', { folder: `\u2068${folder}\u2069` })}
      detail={t('noFolderDetail')}
      action={<Button onClick={() => onQuery(withoutOperator(query, 'in'))}>{t('searchAllFolders')}</Button>}
    />
  )
}
