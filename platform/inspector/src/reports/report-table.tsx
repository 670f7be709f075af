import type { InspectorSource } from '@atrium/protocol'
import { Button, Spinner } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'
import { DataTable } from '../panel/data-table.tsx'
import styles from './report-table.module.css'
import { useReports } from './use-reports.ts'

/** Violations of the page's policies and failures that were reported, by kind. */
export function ReportTable({ source }: { readonly source: InspectorSource }): ReactNode {
  const t = useMessages(messages)
  const [state, askAgain] = useReports(source)
  if (state.status === 'asking') {
    return (
      <div className={styles.notice}>
        <Spinner />
      </div>
    )
  }
  const kinds = state.status === 'told' ? Object.entries(state.reports.kinds) : []
  return (
    <>
      <div className={styles.notice}>
        {state.status === 'failed' && <p role="alert">{t('reportsFailed')}</p>}
        {state.status === 'told' && kinds.length === 0 && <p>{t('noReports')}</p>}
        <Button size="small" variant="quiet" icon="refresh" onClick={askAgain}>
          {state.status === 'failed' ? t('tryAgain') : t('refresh')}
        </Button>
      </div>
      {kinds.length > 0 && (
        <DataTable label={t('reports')} columns={[t('kind'), t('times')]}>
          {kinds
            .toSorted(([, one], [, other]) => other - one)
            .map(([kind, times]) => (
              <tr key={kind}>
                <th scope="row">{kind}</th>
                <td>{times}</td>
              </tr>
            ))}
        </DataTable>
      )}
    </>
  )
}
