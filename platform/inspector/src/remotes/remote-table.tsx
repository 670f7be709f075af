import type { InspectorSource, RemoteOff } from '@atrium/protocol'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'
import { DataTable } from '../panel/data-table.tsx'
import { RemoteRow } from './remote-row.tsx'
import styles from './remote-table.module.css'
import { useOff, useRemotes } from './use-remotes.ts'

const reasons = { address: 'offByAddress', failures: 'offByFailures', operator: 'offByOperator' } as const

function OffRow({ off, columns }: { readonly off: RemoteOff; readonly columns: number }): ReactNode {
  const t = useMessages(messages)
  return (
    <tr className={styles.off}>
      <th scope="row">{off.name}</th>
      <td colSpan={columns - 1}>
        {t('off')} {t(reasons[off.reason])}
      </td>
    </tr>
  )
}

/** Every release this page has touched, and what is switched off. */
export function RemoteTable({ source }: { readonly source: InspectorSource }): ReactNode {
  const t = useMessages(messages)
  const remotes = useRemotes(source)
  const off = useOff(source)
  const columns = [t('remote'), t('release'), t('origin'), t('status'), t('loaded'), t('size')]
  if (source.inject) columns.push(t('faults'))
  if (remotes.length === 0 && off.length === 0) return <p className={styles.empty}>{t('noRemotes')}</p>
  return (
    <>
      <DataTable label={t('remotes')} columns={columns}>
        {remotes.map((remote) => (
          <RemoteRow key={`${remote.name} ${remote.version}`} remote={remote} inject={source.inject} />
        ))}
        {off.map((each) => (
          <OffRow key={`off ${each.name}`} off={each} columns={columns.length} />
        ))}
      </DataTable>
      {source.inject && <p className={styles.hint}>{t('faultHint')}</p>}
    </>
  )
}
