import { classNames, Icon, type MenuTriggerProps } from '@atrium/ui'
import type { ReactNode } from 'react'
import styles from './filter-bar.module.css'

export interface MenuChipProps {
  readonly trigger: MenuTriggerProps
  readonly set: boolean
  /** What is chosen between, for who cannot see that. */
  readonly label: string
  readonly children: string
}

/** A chip that opens a list of choices. */
export const MenuChip = ({ trigger, set, label, children }: MenuChipProps): ReactNode => (
  <button {...trigger} type="button" aria-label={`${label}: ${children}`} className={classNames(styles.menu, set && styles.set)}>
    {children}
    <Icon name="chevron-down" size={16} />
  </button>
)
