import { SearchField } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'

export interface PlainSearchBoxProps {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly onSubmit: (value: string) => void
  readonly onFocus: () => void
  readonly onBlur: () => void
}

/** A plain box in the place of search's own: there before that one has loaded, and when it cannot. */
export function PlainSearchBox({ value, onChange, onSubmit, onFocus, onBlur }: PlainSearchBoxProps): ReactNode {
  const t = useMessages(messages)
  return (
    <search onFocus={onFocus} onBlur={onBlur}>
      <SearchField
        label={t('searchMail')}
        clearLabel={t('clearSearch')}
        shortcut="/"
        value={value}
        onChange={onChange}
        onSubmit={onSubmit}
      />
    </search>
  )
}
