import { Button } from '@atrium/ui'
import { showToast, useMessages } from '@atrium/workspace'
import { useEffect, useState, type ReactNode } from 'react'
import { messages } from '../messages.ts'
import styles from './about.module.css'
import { groupRemotes, remotesInPage, useHeard } from './mounted-remotes.ts'

/** Which pieces the page consists of, and which release of each. */
export function About(): ReactNode {
  const t = useMessages(messages)
  const { mounted, failures } = useHeard()
  const [inPage, setInPage] = useState<ReturnType<typeof remotesInPage>>([])
  useEffect(() => {
    // The host's marks are complete once everything has been drawn.
    const frame = requestAnimationFrame(() => setInPage(remotesInPage(document)))
    return () => cancelAnimationFrame(frame)
  }, [mounted])
  const remotes = groupRemotes([...inPage, ...mounted])
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(remotes.map(({ remote, release }) => `${remote} ${release}`).join('\n'))
      showToast({ tone: 'neutral', text: t('copiedAbout') })
    } catch {
      showToast({ tone: 'danger', text: t('notCopied') })
    }
  }
  if (remotes.length === 0) return <p className={styles.none}>{t('nothingMounted')}</p>
  return (
    <>
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
      {failures.map(({ remote, code, reference }) => (
        <p key={remote} className={styles.failure}>
          <b>{remote}</b> {t('failedPiece', { code, reference })}
        </p>
      ))}
      <div>
        <Button icon="copy" onClick={() => void copy()}>
          {t('copyRelease')}
        </Button>
      </div>
    </>
  )
}
