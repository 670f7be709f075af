import { IconButton } from '@atrium/ui'
import type { ReactNode, Ref } from 'react'
import type { FrameProps } from './frame-props.ts'
import styles from './header.module.css'
import type { RailToggle } from './use-rail.ts'

export interface HeaderProps extends Pick<FrameProps, 'search' | 'note' | 'account'> {
  readonly brand: ReactNode
  readonly toggle: RailToggle
  readonly toggleRef: Ref<HTMLButtonElement>
}

/** Mark, search and account, 56 pixels high. */
export function Header({ brand, search, note, account, toggle, toggleRef }: HeaderProps): ReactNode {
  return (
    <div className={styles.header}>
      <div className={styles.start}>
        <IconButton
          ref={toggleRef}
          icon="menu"
          label={toggle.label}
          aria-expanded={toggle.expanded}
          aria-controls={toggle.railId}
          tooltip="bottom-start"
          onClick={toggle.onToggle}
        />
        {brand}
      </div>
      <div>{search}</div>
      <div className={styles.end}>
        {note}
        {account}
      </div>
    </div>
  )
}
