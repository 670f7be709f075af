import { useMessages } from '@atrium/remote'
import { classNames } from '@atrium/ui'
import { useId, type MouseEvent, type ReactNode } from 'react'
import { strings } from '../strings.ts'
import { Brand } from './brand.tsx'
import styles from './frame.module.css'
import { Header } from './header.tsx'
import { BottomBar, type LinkTarget, type NavigationItem } from './navigation.tsx'
import { Rail, useRail, type RailOptions } from './rail.tsx'

/** The first stop of the keyboard: past header and rail, without a mark in the address. */
function SkipLink({ mainId }: { readonly mainId: string }): ReactNode {
  const t = useMessages(strings)
  const skip = (event: MouseEvent): void => {
    event.preventDefault()
    document.getElementById(mainId)?.focus()
  }
  return (
    <a href={`#${mainId}`} className={styles.skip} onClick={skip}>
      {t('skipToContent')}
    </a>
  )
}

export interface FrameProps extends RailOptions {
  readonly home: LinkTarget
  readonly onCompose: () => void
  readonly search: ReactNode
  /** Beside the account: `OfflineNote`. */
  readonly note: ReactNode
  /** `AccountMenu`. */
  readonly account: ReactNode
  /** Rendered in the rail; receives whether there is room for icons only. */
  readonly folders: (collapsed: boolean) => ReactNode
  /** At the foot of the rail. */
  readonly pages: readonly NavigationItem[]
  /** On a narrow screen: mail, search, settings. */
  readonly bar: readonly NavigationItem[]
  /** The composer's windows, above everything but toasts. */
  readonly windows: ReactNode
  readonly toasts: ReactNode
  /** The page. */
  readonly children: ReactNode
}

/** Everything around the page. Knows where things stand, and nothing of what stands there. */
export function Frame(props: FrameProps): ReactNode {
  const { home, onCompose, search, note, account, folders, pages, bar, windows, toasts, children } = props
  const t = useMessages(strings)
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
