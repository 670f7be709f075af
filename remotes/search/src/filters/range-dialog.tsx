import { Button, Dialog, TextField } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import { useId, useState, type FormEvent, type ReactNode } from 'react'
import { messages } from '../messages.ts'
import { withOperator } from '../query/edit-query.ts'
import { isoDay, parseDate } from '../query/parse-date.ts'
import styles from './filter-bar.module.css'

export interface RangeDialogProps {
  /** Without a time of its own. */
  readonly query: string
  readonly after: string | null
  readonly before: string | null
  readonly onQuery: (query: string) => void
  readonly onClose: () => void
}

/** `before:` leaves its day out, and people mean the last day with it. */
const shifted = (day: string, by: number): string => {
  const date = parseDate(day, new Date())
  return date ? isoDay(new Date(date.getFullYear(), date.getMonth(), date.getDate() + by)) : ''
}

/** Asks for a first and a last day; either may be left open. */
export function RangeDialog({ query, after, before, onQuery, onClose }: RangeDialogProps): ReactNode {
  const t = useMessages(messages)
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
        <TextField type="date" label={t('rangeFrom')} value={first} error={wrong ? t('rangeWrong') : null} onChange={(event) => setFirst(event.target.value)} />
        <TextField type="date" label={t('rangeTo')} value={last} onChange={(event) => setLast(event.target.value)} />
      </form>
    </Dialog>
  )
}
