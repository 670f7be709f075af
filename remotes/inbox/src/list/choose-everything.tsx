import { folderName } from '@atrium/mail-ui'
import type { Mailbox } from '@atrium/mail-contracts'
import { Button, isolated } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'
import type { Choice } from '../selection/use-selection.ts'
import styles from './list-header.module.css'

export interface ChooseEverythingProps {
  readonly mailbox: Mailbox
  /** Rows in the folder. */
  readonly total: number
  readonly choice: Choice
}

/** Says that only what was read is chosen, and offers the rest. Below the list, so that no row moves. */
export function ChooseEverything({ mailbox, total, choice }: ChooseEverythingProps): ReactNode {
  const t = useMessages(messages)
  const name = isolated(folderName(mailbox, t))
  if (!choice.partial && !choice.everything) return null
  return (
    <div role="status" className={styles.everything}>
      {choice.everything ? (
        t('everythingChosen', { count: total, name })
      ) : (
        <>
          <span>{t('loadedChosen', { count: choice.count })}</span>
          <Button size="small" variant="quiet" className={styles.link} onClick={choice.chooseEverything}>
            {t('chooseEverything', { count: total, name })}
          </Button>
        </>
      )}
    </div>
  )
}
