import { Icon, Menu, MenuHeading, MenuItem } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import { useStore } from 'zustand'
import type { ReactNode } from 'react'
import { useFederation } from '../federation/federation-context.ts'
import type { OffReason } from '../federation/safe-mode.ts'
import { messages } from '../messages.ts'
import styles from './off-note.module.css'
import { remoteTitle } from './remote-title.ts'

const words = { address: 'offByAddress', failures: 'offByFailures', operator: 'offByOperator' } as const satisfies Record<OffReason, string>

/** A quiet word in the header about what is switched off in this page, and the way to have it back. */
export function OffNote(): ReactNode {
  const t = useMessages(messages)
  const { safeMode, updates } = useFederation()
  const off = Object.entries(useStore(safeMode.off)).toSorted(([one], [other]) => one.localeCompare(other))
  if (off.length === 0) return null
  const switchOn = (remote: string): void => {
    safeMode.switchOn(remote)
    updates.reload(remote)
  }
  return (
    <Menu
      label={t('offReasons')}
      placement="bottom-end"
      trigger={(props) => (
        <button type="button" {...props} className={styles.note}>
          <Icon name="puzzle" size={16} />
          <span className={styles.text}>{t('off', { names: off.map(([remote]) => remoteTitle(remote)).join(', ') })}</span>
        </button>
      )}
    >
      {off.map(([remote, reason]) => (
        <div key={remote}>
          <MenuHeading>{t(words[reason], { name: remoteTitle(remote) })}</MenuHeading>
          {reason !== 'operator' && (
            <MenuItem icon="refresh" onSelect={() => switchOn(remote)}>
              {t('switchOnOne', { name: remoteTitle(remote) })}
            </MenuItem>
          )}
        </div>
      ))}
    </Menu>
  )
}
