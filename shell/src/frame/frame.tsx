import { classNames } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import { useId, type ReactNode } from 'react'
import { messages } from '../messages.ts'
import { BottomBar } from './bottom-bar.tsx'
import { Brand } from './brand.tsx'
import type { FrameProps } from './frame-props.ts'
import styles from './frame.module.css'
import { Header } from './header.tsx'
import { Rail } from './rail.tsx'
import { SkipLink } from './skip-link.tsx'
import { useRail } from './use-rail.ts'

/** Everything around the page. Knows where things stand, and nothing of what stands there. */
export function Frame(props: FrameProps): ReactNode {
  const { home, onCompose, search, note, account, folders, pages, bar, windows, toasts, children } = props
  const t = useMessages(messages)
  const { narrow, collapsed, drawer, toggle, toggleRef } = useRail(props)
  const mainId = useId()
  const brand = <Brand home={home} />
  const compose = (): void => {
    drawer.close()
    onCompose()
  }
  return (
    <div className={classNames(styles.frame, collapsed && styles.collapsed, drawer.open && styles.drawn)}>
      <SkipLink mainId={mainId} />
      <header inert={drawer.open} className={styles.header}>
        <Header brand={!narrow && brand} {...{ search, note, account, toggle, toggleRef }} />
      </header>
      <nav {...drawer.panelProps} id={toggle.railId} aria-label={t('navigation')} className={styles.rail}>
        <Rail
          collapsed={collapsed}
          brand={narrow && brand}
          onCompose={compose}
          folders={folders(collapsed)}
          pages={pages}
        />
      </nav>
      <button type="button" tabIndex={-1} aria-label={t('closeMenu')} className={styles.shade} onClick={drawer.close} />
      <main id={mainId} tabIndex={-1} inert={drawer.open} className={styles.main}>
        {children}
      </main>
      {narrow && (
        <nav aria-label={t('pages')} inert={drawer.open} className={styles.bar}>
          <BottomBar items={bar} onCompose={compose} />
        </nav>
      )}
      <div className={styles.windows}>{windows}</div>
      {toasts}
    </div>
  )
}
