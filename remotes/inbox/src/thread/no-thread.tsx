import { EmptyState } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'

/** The reading pane while nothing is open in it. @param chosen How many rows are chosen. */
export function NoThread({ chosen }: { readonly chosen: number }): ReactNode {
  const t = useMessages(messages)
  if (chosen > 0) return <EmptyState icon="mail" title={t('chosen', { count: chosen })} detail={t('chosenDetail')} />
  return <EmptyState icon="mail-open" title={t('noneOpen')} detail={t('noneOpenDetail')} />
}
