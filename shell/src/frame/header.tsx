import { IconButton } from '@atrium/ui'
import { useMessages } from '@atrium/workspace'
import type { ReactNode, Ref } from 'react'
import { messages } from '../messages.ts'
import { FrameLink } from './frame-link.tsx'
import type { FrameProps } from './frame-props.ts'
import styles from './header.module.css'
import { Mark } from './mark.tsx'
import type { RailToggle } from './use-rail.ts'

export interface HeaderProps extends Pick<FrameProps, 'home' | 'search' | 'note' | 'account'> {
  readonly toggle: RailToggle
  readonly toggleRef: Ref<HTMLButtonElement>
}

/** Mark, search and account, 56 pixels high. */
export function Header({ home, search, note, account, toggle, toggleRef }: HeaderProps): ReactNode {
  const t = useMessages(messages)
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
        <FrameLink to={home} aria-label={t('home')} className={styles.home}>
          <Mark />
          <span>{t('product')}</span>
        </FrameLink>
      </div>
      <div>{search}</div>
      <div className={styles.end}>
        {note}
        {account}
      </div>
    </div>
  )
}
