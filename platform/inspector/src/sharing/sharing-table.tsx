import type { InspectorSource, SharedCopy } from '@atrium/protocol'
import { Badge } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import { useSyncExternalStore, type ReactNode } from 'react'
import { messages } from '../messages.ts'
import { DataTable } from '../panel/data-table.tsx'
import styles from './sharing-table.module.css'

/** `inbox_0123456789ab` → `inbox 0123456789ab`. */
const bundleName = (bundle: string): string => bundle.replace(/_([0-9a-f]{12})$/, ' $1')

function Row({ copy, copies }: { readonly copy: SharedCopy; readonly copies: number }): ReactNode {
  const t = useMessages(messages)
  return (
    <tr>
      <th scope="row">
        {copy.library}{' '}
        <span className={styles.copies}>
          {copies > 1 ? <Badge tone="danger">{t('double', { count: copies })}</Badge> : t('single')}
        </span>
      </th>
      <td>
        <code>{copy.version}</code>
      </td>
      <td>{bundleName(copy.from)}</td>
      <td>{copy.usedBy.map(bundleName).toSorted().join(', ')}</td>
    </tr>
  )
}

/** Who provides which version of what to whom. */
export function SharingTable({ source }: { readonly source: InspectorSource }): ReactNode {
  const t = useMessages(messages)
  // What is shared changes with what is loaded.
  useSyncExternalStore(source.subscribe, source.remotes)
  const shared = source.shared()
  const copiesOf = (library: string): number => shared.filter((copy) => copy.library === library).length
  return (
    <DataTable label={t('sharing')} columns={[t('library'), t('version'), t('from'), t('usedBy')]}>
      {shared
        .toSorted((one, other) => one.library.localeCompare(other.library))
        .map((copy) => (
          <Row key={`${copy.library} ${copy.version}`} copy={copy} copies={copiesOf(copy.library)} />
        ))}
    </DataTable>
  )
}
