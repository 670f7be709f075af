import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'
import styles from './about.module.css'
import type { MountedRemote } from './mounted-remotes.ts'

/** Pieces by name, with the release of each and what it shows. */
export function RemotesTable({ remotes }: { readonly remotes: readonly MountedRemote[] }): ReactNode {
  const t = useMessages(messages)
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t('piece')}</th>
          <th scope="col">{t('release')}</th>
          <th scope="col">{t('shows')}</th>
        </tr>
      </thead>
      <tbody>
        {remotes.map(({ remote, release, modules }) => (
          <tr key={`${remote} ${release}`}>
            <th scope="row">{remote}</th>
            <td>
              <code className={styles.release}>{release}</code>
            </td>
            <td>{modules.join(', ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
