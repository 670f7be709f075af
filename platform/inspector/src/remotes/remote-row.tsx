import type { InspectedRemote, InspectorSource } from '@atrium/protocol'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'
import { FaultChoice } from './fault-choice.tsx'
import { filesBelow } from './files-below.ts'
import { RemoteStatus } from './remote-status.tsx'
import styles from './remote-table.module.css'

export interface RemoteRowProps {
  readonly remote: InspectedRemote
  readonly inject: InspectorSource['inject']
}

const fetched = () => performance.getEntriesByType('resource') as PerformanceResourceTiming[]

const originOf = (base: string): string => (URL.canParse(base) ? new URL(base).host : '')

/** One release: what it is, where from, how it does. */
export function RemoteRow({ remote, inject }: RemoteRowProps): ReactNode {
  const t = useMessages(messages)
  const { files, bytes } = filesBelow(remote.base, fetched())
  return (
    <tr>
      <th scope="row">
        {remote.name}{' '}
        <span className={styles.modules}>{remote.modules.map((module) => module.slice(remote.name.length + 1)).join(', ')}</span>
      </th>
      <td>
        <code>{remote.version}</code>
      </td>
      <td>{originOf(remote.base)}</td>
      <td>
        <RemoteStatus remote={remote} />
      </td>
      <td>{remote.modules.length > 0 && t('milliseconds', { count: Math.round(remote.milliseconds) })}</td>
      <td>
        {bytes === undefined ? t('unknownSize') : t('kilobytes', { count: (bytes / 1024).toFixed(1) })}{' '}
        <span className={styles.modules}>{t('files', { count: files })}</span>
      </td>
      {inject && (
        <td>
          <FaultChoice remote={remote.name} inject={inject} />
        </td>
      )}
    </tr>
  )
}
