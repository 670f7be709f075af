import { Button } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import { useEffect, useState, type ReactNode } from 'react'
import { messages } from '../messages.ts'
import { useCopy } from '../section/use-copy.ts'
import styles from './about.module.css'
import { groupRemotes, remotesInPage, useHeard } from './mounted-remotes.ts'
import { RemotesTable } from './remotes-table.tsx'

/** Which pieces the page consists of, and which release of each. */
export function About(): ReactNode {
  const t = useMessages(messages)
  const { mounted, failures } = useHeard()
  const [inPage, setInPage] = useState<ReturnType<typeof remotesInPage>>([])
  useEffect(() => {
    // The host's marks are complete once everything has been drawn.
    const frame = requestAnimationFrame(() => setInPage(remotesInPage(document)))
    return () => cancelAnimationFrame(frame)
  }, [])
  const remotes = groupRemotes([...inPage, ...mounted])
  const copy = useCopy()
  const report = remotes.map(({ remote, release }) => `${remote} ${release}`).join('\n')
  if (remotes.length === 0) return <p className={styles.none}>{t('nothingMounted')}</p>
  return (
    <>
      <RemotesTable remotes={remotes} />
      {failures.map(({ remote, code, reference }) => (
        <p key={remote} className={styles.failure}>
          <b>{remote}</b> {t('failedPiece', { code, reference })}
        </p>
      ))}
      <div>
        <Button icon="copy" onClick={() => void copy(report, 'copiedAbout')}>
          {t('copyRelease')}
        </Button>
      </div>
    </>
  )
}
